-- source: x_api_v2
-- reads: X API v2: a page, a list of pages, one page or one post a line (JSON)
-- recognised by: data.id, data.text, data.created_at, data.author_id
-- may have: users.id, users.username, users.name
-- Posts by the accounts of our own brands (--brand, or brands in the settings) are outbound, all
-- others inbound. A displayed name says nothing: anybody may call himself like a brand.

-- table: interactions
with people as (
    -- Every page brings its users again; the last page knows best.
    select
        item->>'$.id' as person_id,
        arg_max(item->>'$.username', line_number) as username,
        arg_max(item->>'$.name', line_number) as name,
        arg_max(item->>'$.public_metrics.followers_count', line_number) as followers
    from raw_users
    group by item->>'$.id'
),
posts as (
    select
        line_number,
        item,
        item->>'$.author_id' as author_id,
        replace(replace(replace(
            coalesce(item->>'$.note_tweet.text', item->>'$.text'),
            '&lt;', '<'), '&gt;', '>'), '&amp;', '&') as text,
        list_filter(
            from_json(item->'$.referenced_tweets', '[{"type": "VARCHAR", "id": "VARCHAR"}]'),
            lambda other: other.type = 'replied_to'
        )[1].id as in_reply_to
    from raw_data
),
named as (
    select
        posts.*,
        people.name,
        people.followers,
        coalesce(people.username, posts.author_id) as handle,
        list_filter(
            getvariable('brands'),
            lambda brand: lower(ltrim(brand, '@')) = lower(people.username)
        )[1] as own_brand,
        list_filter(
            getvariable('brands'),
            -- The whole name: @acmecorp is not acme.
            lambda brand: list_contains(
                regexp_extract_all(lower(posts.text), '(?:^|[^a-z0-9_@])@([a-z0-9_]+)', 1),
                lower(ltrim(brand, '@')))
        )[1] as mentioned_brand
    from posts
    left join people on posts.author_id = people.person_id
)
select
    line_number,
    item->>'$.id' as interaction_id,
    'x' as channel,
    case when own_brand is null then 'inbound' else 'outbound' end as direction,
    item->>'$.conversation_id' as conversation_id,
    in_reply_to,
    handle,
    name as author_name,
    followers as author_followers,
    text,
    nullif(item->>'$.lang', 'und') as language,
    item->>'$.created_at' as published_at,
    item->>'$.public_metrics.like_count' as likes,
    item->>'$.public_metrics.retweet_count' as shares,
    coalesce(
        own_brand,
        mentioned_brand,
        case when len(getvariable('brands')) = 1 then getvariable('brands')[1] end
    ) as brand
from named

-- table: handles
select
    max(line_number) as line_number,
    arg_max(item->>'$.username', line_number) as handle,
    'x' as network,
    arg_max(item->>'$.name', line_number) as display_name,
    arg_max(item->>'$.location', line_number) as city
from raw_users
where len(list_filter(
    getvariable('brands'),
    lambda brand: lower(ltrim(brand, '@')) = lower(item->>'$.username')
)) = 0
group by item->>'$.id'

-- source: twcs
-- reads: Customer Support on Twitter, posts of customers and of the brands that answer (CSV)
-- recognised by: tweet_id, author_id, inbound, created_at, text
-- may have: response_tweet_id, in_response_to_tweet_id

-- table: interactions
with posts as (
    select
        line_number,
        -- Ids that a spreadsheet or pandas turned into floats end in .0.
        regexp_replace(trim(tweet_id), '\.0+$', '') as interaction_id,
        trim(author_id) as handle,
        case
            when lower(trim(inbound)) in ('true', 't', '1', 'yes') then 'inbound'
            when lower(trim(inbound)) in ('false', 'f', '0', 'no') then 'outbound'
            else inbound
        end as direction,
        created_at as published_at,
        -- The network escapes these three signs and no others.
        replace(replace(replace(text, '&lt;', '<'), '&gt;', '>'), '&amp;', '&') as text,
        regexp_replace(trim(in_response_to_tweet_id), '\.0+$', '') as in_reply_to
    from raw
),
brands as (
    select lower(handle) as brand_lower, min(handle) as brand
    from posts
    where direction = 'outbound' and not regexp_full_match(handle, '[0-9]+')
    group by lower(handle)
),
answers as (
    select in_reply_to as question_id, min(handle) as brand
    from posts
    where direction = 'outbound' and in_reply_to <> ''
    group by in_reply_to
),
mentions as (
    -- Customers are numbers here, so the first name that is no number is a company.
    select
        line_number,
        list_filter(
            regexp_extract_all(text, '(?:^|[^A-Za-z0-9_@])@([A-Za-z0-9_]+)', 1),
            lambda name: not regexp_full_match(name, '[0-9]+')
        )[1] as mentioned
    from posts
    where direction = 'inbound'
)
select
    posts.line_number,
    posts.interaction_id,
    'x' as channel,
    posts.direction,
    posts.in_reply_to,
    posts.handle,
    posts.text,
    posts.published_at,
    case
        when posts.direction = 'outbound' then posts.handle
        else coalesce(brands.brand, mentions.mentioned, answers.brand)
    end as brand
from posts
left join mentions on posts.line_number = mentions.line_number
left join brands on lower(mentions.mentioned) = brands.brand_lower
left join answers on posts.interaction_id = answers.question_id

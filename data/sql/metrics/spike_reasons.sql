-- What a spike is made of: contacts in it, and at the same hours of the days it is compared with,
-- by channel, topic, region, segment, tier, brand, campaign, author (the thirty with most), opening
-- of posts that repeat others, and word (in the masked text; the 400 with most contacts). Totals
-- count contacts, those with a text, and distinct authors.
with spans as (
    select 0 as back
    union all
    select unnest($offsets::integer[]) as back
),

mine as materialized (
    select
        s.back = 0 as inside,
        i.row_id,
        i.channel,
        i.intent as topic,
        i.region,
        i.segment,
        i.tier,
        i.brand,
        i.campaign_id,
        coalesce(i.customer_id, i.handle) as who,
        coalesce(i.handle, 'customer ' || i.customer_id) as author,
        coalesce(i.masked_text, i.text) as said
    from interactions as i
    inner join spans as s
        on i.local_at >= $from_at::timestamp - to_days(s.back)
        and i.local_at < $until_at::timestamp - to_days(s.back)
    where
        i.direction = 'inbound'
        and i.day >= cast($from_at::timestamp as date) - $longest
        and i.day <= cast($until_at::timestamp as date)
        and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], i.channel))
        and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], i.purpose))
        and {customer_filters}
        and (
            $scope::varchar = 'all'
            or ($scope::varchar = 'social' and i.is_social)
            or $scope::varchar = 'channel:' || i.channel
            or $scope::varchar = 'topic:' || i.intent
            or (
                $scope::varchar = 'repeated'
                and i.row_id in (select row_id from post_repeats)
            )
        )
),

-- Many say the same: each text is taken apart once.
texts as (
    select
        said,
        count(*) filter (where inside) as observed,
        count(*) filter (where not inside) as referenced
    from mine
    where said is not null
    group by said
),

words as (
    select
        observed,
        referenced,
        unnest(list_distinct(regexp_extract_all(
            regexp_replace(
                lower(replace(said, '’', '''')), 'https?://\S+|[@#&]\w+;?|\[[a-z-]+( number)?\]',
                ' ', 'g'
            ),
            '[\p{L}][\p{L}'']{2,}'
        ))) as word
    from texts
),

-- Thirty of many thousands are found without an order of all.
authors as (
    select
        'author' as dimension,
        author as category,
        count(*) filter (where inside) as observed,
        count(*) filter (where not inside) as referenced
    from mine
    where author is not null
    group by author
    order by observed desc, referenced desc, category
    limit 30
),

parts as (
    select 'channel' as dimension, channel as category, inside from mine
    union all
    select 'topic', topic, inside from mine
    union all
    select 'region', region, inside from mine
    union all
    select 'segment', segment, inside from mine
    union all
    select 'tier', tier, inside from mine
    union all
    select 'brand', coalesce(brand, 'unknown'), inside from mine
    union all
    select 'campaign', c.name, m.inside
    from mine as m
    inner join campaigns as c on m.campaign_id = c.campaign_id
    union all
    select 'opening', r.opening, m.inside
    from mine as m
    inner join post_repeats as r on m.row_id = r.row_id
    union all
    select 'total', 'contacts', inside from mine
    union all
    select 'total', 'contacts with a text', inside from mine where said is not null
    union all
    select distinct 'total', 'authors|' || who, inside from mine where who is not null
),

counted as (
    select
        dimension,
        case when starts_with(category, 'authors|') and dimension = 'total' then 'authors'
            else category end as category,
        count(*) filter (where inside) as observed,
        count(*) filter (where not inside) as referenced
    from parts
    group by all
    union all
    select
        'word' as dimension,
        word as category,
        cast(sum(observed) as bigint) as observed,
        cast(sum(referenced) as bigint) as referenced
    from words
    group by word
    union all
    select dimension, category, observed, referenced from authors
),

ranked as (
    select
        *,
        row_number() over (
            partition by dimension order by observed desc, referenced desc, category
        ) as place
    from counted
)

select
    dimension,
    category,
    observed,
    referenced
from ranked
where
    (dimension <> 'opening' or place <= 30)
    and (dimension <> 'word' or (place <= 400 and observed + referenced >= 5))
order by dimension, place

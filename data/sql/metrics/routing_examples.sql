-- Messages that a routing rule gets because it is the first that applies, or for rule 0 that none
-- gets: the newest first.
with reach as (
    select $start::date as first_day
),

{claims},

own_rules as (
    select
        row_id,
        min(rule) as rule
    from claims
    where rule > 0
    group by row_id
),

shared_rules as (
    select
        * exclude (rules),
        list_min(list_filter(rules, lambda one: one > 0)) as rule
    from mix_rules
),

firsts as (
    select
        m.row_id,
        coalesce(least(o.rule, k.rule), 0) as rule
    from messages as m
    left join own_rules as o on m.row_id = o.row_id
    left join shared_rules as k
        on
            m.channel = k.channel
            and m.purpose is not distinct from k.purpose
            and m.intent is not distinct from k.intent
            and m.sentiment is not distinct from k.sentiment
            and m.tier is not distinct from k.tier
            and m.segment is not distinct from k.segment
),

-- The newest first, so that the whole rows of few are read.
newest as (
    select f.row_id
    from firsts as f
    inner join interactions as i on f.row_id = i.row_id
    where f.rule = $rule and i.has_text
    order by f.row_id desc
    limit $limit
)

select
    i.local_at as published_at,
    i.channel,
    i.handle,
    i.customer_id,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.purpose,
    i.intent,
    i.author_followers,
    i.row_id
from newest as n
inner join interactions as i on n.row_id = i.row_id
order by i.row_id desc

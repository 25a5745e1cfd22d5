-- Messages that a routing rule gets because it is the first that applies, or for rule 0 that none
-- gets: the newest first.
with reach as (
    select $start::date as first_day
),

{claims},

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

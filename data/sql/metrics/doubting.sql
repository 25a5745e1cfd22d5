-- Social posts that doubt that praise is genuine, by written patterns ("how much did they pay you",
-- "fake reviews", "same text from five accounts"), the newest first; total counts all. Those that
-- name an account of a batch of copied praise speak to it (names_copied; all_named of all).
with batched as (
    select distinct lower(ltrim(w.handle, '@')) as handle
    from interactions as w
    inner join praise_copies as c on w.row_id = c.row_id
    where
        c.batch_id is not null and w.handle is not null
        and w.row_id in (select row_id from interactions where {filters})
),

named as (
    select distinct d.row_id
    from doubting_posts as d
    inner join interactions as i on d.row_id = i.row_id
    inner join batched as b
        on list_contains(regexp_extract_all(lower(i.text), '@(\w+)', 1), b.handle)
)

select
    i.row_id,
    i.local_at as published_at,
    i.channel,
    i.handle,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.purpose,
    i.intent,
    i.likes,
    i.shares,
    n.row_id is not null as names_copied,
    count(n.row_id) over () as all_named,
    count(*) over () as total
from interactions as i
semi join doubting_posts as d on i.row_id = d.row_id
left join named as n on i.row_id = n.row_id
where i.row_id in (select row_id from interactions where {filters})
order by i.published_at desc, i.row_id
limit $limit

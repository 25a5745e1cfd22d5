-- When the first conversation of the build before began of which something is judged by the newest moment
-- of its source or by what a customer does next, so that later messages may change it: of those in which
-- anything happened in the fifteen days before the first change (a conversation counts as reopened for
-- 14 days, as resolved at first contact for 7).
with changed as (
    select least(
        (select min(published_at) from arrived),
        (select min(published_at) from moved)
    ) as changed_at
),

since as (
    select
        b.source,
        least(c.changed_at, case when n.source is not null then b.newest_at end)
        - interval '15' day as since_at
    from ends_before as b
    cross join changed as c
    left join (select distinct source from arrived) as n on b.source = n.source
),

alive as (
    select min(abs(i.conversation_key)) as first_row
    from interactions as i
    inner join since as s on i.source = s.source
    where
        i.published_at >= s.since_at
        or i.first_reply_at >= s.since_at
        or i.resolved_at >= s.since_at
)

select min(i.published_at) as since_at
from interactions as i
inner join alive as a on i.row_id = a.first_row

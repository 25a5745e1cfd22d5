-- The written inbound messages in the period, oldest first, for the replay: the rule that gets each
-- (0 for none), whether it is incendiary, when it came, when a person next replied in its
-- conversation and from which department, and up to when its source was watched. Only sources that
-- hold replies; the newest messages where there are too many.
with {claims},

firsts as (
    select
        row_id,
        min(rule) filter (where rule > 0) as rule,
        bool_or(rule < 0) as incendiary
    from claims
    group by row_id
),

newest as (
    select *
    from messages
    where knows_replies
    order by row_id desc
    limit $limit
)

select
    m.row_id,
    dense_rank() over (order by m.conversation_key) as conversation,
    m.channel,
    m.purpose,
    coalesce(f.rule, 0) as rule,
    coalesce(f.incendiary, false) as incendiary,
    epoch(m.published_at) as arrived,
    epoch(m.reviewed_at) as reviewed,
    m.reviewed_by,
    m.handle_seconds,
    cast(m.target_seconds as double) as target_seconds,
    epoch(m.newest_at) as watched_until
from newest as m
left join firsts as f on m.row_id = f.row_id
order by m.row_id

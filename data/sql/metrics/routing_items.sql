-- The written inbound messages in the period, oldest first, and when a person next replied in the
-- conversation, which the replay plays again: each reply of history, at its moment and by its
-- department, goes to the first message in that department's queue under the rules (escalated,
-- then high, normal, low; within one, those that can still be in time by when they are due, then
-- the overdue, newest first). A department with people of its own answers in opening hours
-- instead. Incendiary: negative and from an author with many followers or shared often, or a
-- complaint with a word of threat, as the rules file says. What customers wrote stays as it was.
-- Only sources that hold replies; a reader who answers nothing leaves no trace.
with counted as (
    select
        day,
        sum(count(*)) over (order by day desc) as messages
    from inbound_waits
    where
        knows_replies
        and not list_contains($live_channels::varchar[], channel)
        and {filters}
    group by day
),

-- Days before the newest messages that are wanted need not be read.
reach as (
    select coalesce(max(day) filter (where messages >= $limit), $start::date) as first_day
    from counted
),

{claims},

newest as (
    select *
    from messages
    where knows_replies
    order by row_id desc
    limit $limit
)

select
    m.row_id,
    m.conversation_key as conversation,
    m.channel,
    m.purpose,
    f.rule,
    f.incendiary,
    epoch(m.published_at) as arrived,
    epoch(m.reviewed_at) as reviewed,
    m.reviewed_by,
    m.handle_seconds,
    cast(m.target_seconds as double) as target_seconds,
    epoch(e.newest_at) as watched_until
from newest as m
inner join source_ends as e on m.source = e.source
inner join firsts as f on m.row_id = f.row_id
order by m.row_id

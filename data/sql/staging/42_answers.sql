-- The first human reply to each conversation that has one, and how many there are.
with answers as (
    select
        i.conversation_key,
        min(i.row_id) as reply_row,
        count(*) as outbound
    from interactions as i
    inner join openings as o
        on i.conversation_key = o.conversation_key and i.published_at >= o.started_at
    where
        i.direction = 'outbound' and not i.automated and i.conversation_key < 0
        and i.row_id >= $since_row
    group by i.conversation_key
)

select
    a.conversation_key,
    a.outbound,
    i.published_at as seen_reply_at,
    i.department,
    i.agent_id
from answers as a
inner join interactions as i on a.reply_row = i.row_id

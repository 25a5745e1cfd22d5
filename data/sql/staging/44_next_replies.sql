-- For each inbound message that a person replied to later in its conversation: that reply.
with talked as (
    select distinct conversation_key
    from interactions
    where
        direction = 'outbound' and not automated and conversation_key < 0
        and row_id >= $since_row
),

followed as (
    select
        i.row_id,
        i.direction,
        min(case when i.direction = 'outbound' and not i.automated then i.row_id end) over (
            partition by i.conversation_key
            order by i.row_id
            rows between 1 following and unbounded following
        ) as reply_row
    from interactions as i
    inner join talked as t on i.conversation_key = t.conversation_key
    where i.conversation_key < 0 and i.row_id >= $since_row
)

select
    f.row_id,
    i.published_at as reply_at,
    i.department,
    i.handle_seconds
from followed as f
inner join interactions as i on f.reply_row = i.row_id
where f.direction = 'inbound'

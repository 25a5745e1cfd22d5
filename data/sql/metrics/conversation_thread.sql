-- The whole conversation that a message belongs to, in the order of time: what customers wrote, what
-- was answered, by which department, and how long each waited for the next reply. A viewer of some
-- customers sees their messages and the replies to them.
with chosen as (
    select conversation_key
    from interactions
    where
        row_id = $row_id
        and (
            len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region)
        )
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

whole as (
    select
        i.*,
        (
            len($viewer_regions::varchar[]) = 0
            or list_contains($viewer_regions::varchar[], i.region)
        )
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], i.segment)
        ) as allowed
    from interactions as i
    where i.conversation_key in (select conversation_key from chosen)
),

shown as (
    select *
    from whole
    where
        allowed
        or (
            direction = 'outbound'
            and in_reply_to in (
                select interaction_id from whole where allowed and direction = 'inbound'
            )
        )
),

timed as (
    select
        *,
        min(case when direction = 'outbound' and not automated then published_at end) over (
            order by published_at, row_id rows between 1 following and unbounded following
        ) as next_reply_at
    from shown
)

select
    t.row_id,
    t.local_at as published_at,
    t.channel,
    t.direction,
    t.handle,
    t.customer_id,
    case when $sees_personal then t.text else coalesce(t.masked_text, t.text) end as text,
    t.sentiment,
    t.polarity,
    t.purpose,
    t.intent,
    t.automated,
    t.department,
    a.name as agent_name,
    case
        when t.direction = 'inbound'
            then date_diff('second', t.published_at, coalesce(t.first_reply_at, t.next_reply_at))
    end as wait_seconds,
    t.resolved_at is not null as resolved
from timed as t
left join agents as a on t.agent_id = a.agent_id
order by t.published_at, t.row_id
limit 500

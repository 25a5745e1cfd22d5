-- What one customer wrote to us and what we answered, over all channels, newest first, with the wait
-- for the first reply to the conversation that a message opens, and the campaign it belongs to.
with allowed as (
    select customer_id
    from customers
    where
        customer_id = $customer_id
        and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

own as (
    select
        conversation_key,
        source,
        interaction_id,
        calendar_seconds,
        knows_replies and first_reply_at is null as unanswered
    from conversations
    where customer_id = $customer_id and customer_id in (select customer_id from allowed)
),

lines as (
    select *
    from interactions
    where customer_id = $customer_id and customer_id in (select customer_id from allowed)
    union all
    -- Replies rarely name the customer.
    select *
    from interactions
    where
        direction = 'outbound'
        and customer_id is null
        and conversation_key in (select conversation_key from own)
)

select
    i.row_id,
    i.local_at as published_at,
    i.channel,
    i.is_social,
    i.direction,
    i.handle,
    i.customer_id,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.purpose,
    i.intent,
    i.automated,
    i.department,
    c.calendar_seconds as wait_seconds,
    c.interaction_id is not null as opens,
    coalesce(c.unanswered, false) as unanswered,
    k.name as campaign,
    i.day >= $start and i.day < $end as in_period,
    count(*) over () as total
from lines as i
left join own as c
    on
        i.conversation_key = c.conversation_key
        and i.source = c.source
        and i.interaction_id = c.interaction_id
left join campaigns as k on i.campaign_id = k.campaign_id
order by i.published_at desc, i.row_id desc
limit $limit

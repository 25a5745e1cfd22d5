-- One customer as the customer table has them, with their contacts over all channels and all time:
-- inbound interactions, channels, conversations, how many of those nobody has answered where
-- replies are known, and the median wait for a first reply. No row where there is no such customer
-- or the viewer may not see them.
with chosen as (
    select *
    from customers
    where
        customer_id = $customer_id
        and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
)

select
    c.customer_id,
    c.name,
    c.email,
    c.segment,
    c.region,
    c.tier,
    c.joined_on,
    c.yearly_value,
    i.interactions,
    i.channels,
    i.social_posts,
    i.first_at,
    i.last_at,
    v.conversations,
    v.unanswered,
    v.median_wait_seconds
from chosen as c
cross join (
    select
        count(*) as interactions,
        count(distinct channel) as channels,
        count(*) filter (where is_social) as social_posts,
        min(local_at) as first_at,
        max(local_at) as last_at
    from interactions
    where direction = 'inbound' and customer_id = $customer_id
) as i
cross join (
    select
        count(*) as conversations,
        count(*) filter (where knows_replies and first_reply_at is null) as unanswered,
        median(calendar_seconds) as median_wait_seconds
    from conversations
    where customer_id = $customer_id
) as v

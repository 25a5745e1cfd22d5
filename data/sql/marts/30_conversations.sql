-- One row per conversation that a customer started or joined, dated by the first inbound message.
-- First reply: the source's own time, else the first human outbound message after the first
-- inbound one; automatic replies do not count. Purpose: service if any inbound message asks
-- for service, else marketing, else other. A source without a single reply does not know replies: its
-- conversations are neither in time nor late.
-- Rows are numbered in the order of time, so the first row is the earliest.
-- Priority is what the first message tells when it comes, so that what happens later cannot change
-- it: high where it asks for service and reports an outage, wants to cancel, sounds negative or has
-- an author of 5,000 followers or more; normal otherwise. Tiers have no order that all companies
-- share, so they say nothing here.
-- A message that no other is tied to is a conversation of its own, and tells all of it itself. Rows come
-- in the order of their first messages and keep it.
with begun as (
    select
        d.conversation_key,
        d.row_id,
        d.source,
        d.channel,
        d.is_social,
        d.interaction_id,
        d.handle,
        d.brand,
        d.published_at as started_at,
        d.local_at,
        d.day,
        d.hour,
        d.purpose,
        d.intent,
        d.customer_id,
        d.customer_number,
        d.segment,
        d.region,
        d.tier,
        d.sentiment,
        d.author_followers,
        d.department,
        d.agent_id,
        d.handle_seconds as opening_handle_seconds,
        d.first_reply_at is not null as opening_replied,
        case when o.first_row is null then d.first_reply_at else o.given_reply_at end
            as given_reply_at,
        case when o.first_row is null then d.resolved_at else o.resolved_at end as resolved_at,
        coalesce(o.inbound, 1) as inbound,
        -- Most often the first message is also the one that tells purpose and customer, and needs
        -- no second look.
        case
            when o.first_row is null then d.purpose in ('service', 'marketing', 'other')
            else coalesce(o.purpose_row = d.row_id, false)
        end as tells_purpose,
        o.first_row is null or coalesce(o.customer_row = d.row_id, false) as tells_customer,
        o.first_row is null or coalesce(o.sentiment_row = d.row_id, false) as tells_sentiment,
        nullif(o.purpose_row, d.row_id) as purpose_row,
        nullif(o.customer_row, d.row_id) as customer_row,
        nullif(o.sentiment_row, d.row_id) as sentiment_row
    from interactions as d
    left join (
        select *
        from openings
        where
            started_at >= cast($from_at as timestamp) - interval '2' day
            and started_at < cast($until_at as timestamp) + interval '2' day
    ) as o on d.row_id = o.first_row
    where
        d.direction = 'inbound' and d.day >= $from_day and d.day < $until_day
        and d.row_id >= $since_row
        -- A first row without an opening stands alone.
        and (
            d.conversation_key > 0 or d.row_id = -d.conversation_key or o.first_row is not null
        )
),

tied as (
    select
        d.conversation_key,
        d.row_id,
        d.source,
        d.channel,
        d.is_social,
        d.interaction_id,
        d.handle,
        d.brand,
        d.started_at,
        d.local_at,
        d.day,
        d.hour,
        d.resolved_at,
        d.inbound,
        d.opening_handle_seconds,
        d.opening_replied,
        coalesce(a.outbound, 0) as outbound,
        case
            when d.purpose <> 'service' then 'normal'
            when d.intent in ('outage', 'cancellation') then 'high'
            when d.sentiment = 'negative' then 'high'
            when d.author_followers >= 5000 then 'high'
            else 'normal'
        end as priority,
        case when d.given_reply_at >= d.started_at then d.given_reply_at else a.seen_reply_at end
            as first_reply_at,
        coalesce(a.department, d.department) as department,
        coalesce(a.agent_id, d.agent_id) as agent_id,
        case when d.tells_purpose then d.purpose else coalesce(n.purpose, 'unknown') end
            as purpose,
        case when d.tells_purpose then d.intent else coalesce(n.intent, 'unknown') end as intent,
        case when d.tells_customer then d.customer_id else c.customer_id end as customer_id,
        case when d.tells_customer then d.customer_number else c.customer_number end
            as customer_number,
        case when d.tells_customer then d.segment else coalesce(c.segment, 'unknown') end
            as segment,
        case when d.tells_customer then d.region else coalesce(c.region, 'unknown') end as region,
        case when d.tells_customer then d.tier else coalesce(c.tier, 'unknown') end as tier,
        case when d.tells_sentiment then d.sentiment else s.sentiment end as opening_sentiment
    from begun as d
    left join second_rows as n on d.purpose_row = n.row_id
    left join second_rows as c on d.customer_row = c.row_id
    left join second_rows as s on d.sentiment_row = s.row_id
    left join answers as a on d.conversation_key = a.conversation_key
),

timed as (
    select
        t.* exclude (customer_number),
        -- Numbers are counted several times as fast as ids.
        coalesce(t.customer_number, st.customer_number) as customer_number,
        (t.first_reply_at at time zone 'UTC') at time zone $timezone as local_reply_at,
        as_of.open_now,
        as_of.newest_at,
        as_of.knows_replies,
        60 * coalesce(ch.target_minutes, 1440) as target_seconds
    from tied as t
    inner join channels as ch on t.channel = ch.channel
    -- What is overdue is judged at the newest moment that the conversation's source has seen.
    inner join source_ends as as_of on t.source = as_of.source
    left join strangers as st on t.customer_id = st.customer_id and t.customer_number is null
),

clocked as (
    select
        t.*,
        date_diff('second', t.started_at, t.first_reply_at) as calendar_seconds,
        date_diff('second', t.started_at, t.newest_at) as calendar_age_seconds,
        d0.open_seconds_before
        + greatest(0, least(
            date_diff('second', d0.opens_at, t.local_at),
            date_diff('second', d0.opens_at, d0.closes_at)
        )) as open_at_start,
        d1.open_seconds_before
        + greatest(0, least(
            date_diff('second', d1.opens_at, t.local_reply_at),
            date_diff('second', d1.opens_at, d1.closes_at)
        )) as open_at_reply
    from timed as t
    left join days as d0 on cast(t.local_at as date) = d0.day
    left join days as d1 on cast(t.local_reply_at as date) = d1.day
)

select
    conversation_key,
    source,
    channel,
    is_social,
    row_id,
    interaction_id,
    customer_id,
    customer_number,
    handle,
    brand,
    segment,
    region,
    tier,
    purpose,
    intent,
    priority,
    opening_sentiment,
    started_at,
    local_at,
    day,
    hour,
    first_reply_at,
    resolved_at,
    inbound,
    outbound,
    department,
    agent_id,
    -- What the first message itself tells of its answer.
    opening_handle_seconds,
    opening_replied,
    target_seconds,
    calendar_seconds,
    open_at_reply - open_at_start as business_seconds,
    knows_replies,
    case
        when not knows_replies then null
        when calendar_seconds <= target_seconds then 'met'
        when calendar_seconds > target_seconds then 'breached'
        when calendar_age_seconds > target_seconds then 'breached'
        else 'open'
    end as calendar_sla,
    case
        when not knows_replies then null
        when open_at_reply - open_at_start <= target_seconds then 'met'
        when open_at_reply - open_at_start > target_seconds then 'breached'
        when open_now - open_at_start > target_seconds then 'breached'
        else 'open'
    end as business_sla
from clocked

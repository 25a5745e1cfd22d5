-- One row per conversation that a customer started or joined, dated by the first inbound message.
-- First reply: the source's own time, else the first human outbound message after the first
-- inbound one; automatic replies do not count. Purpose: service if any inbound message asks
-- for service, else marketing, else other.
with openings as (
    select
        conversation_key,
        min(published_at) as started_at,
        min(first_reply_at) as given_reply_at,
        max(resolved_at) as resolved_at,
        count(*) as inbound,
        max(case purpose when 'service' then 3 when 'marketing' then 2 when 'other' then 1 end)
            as purpose_rank,
        max(customer_id) as customer_id
    from interactions
    where direction = 'inbound'
    group by conversation_key
),

firsts as (
    select
        i.conversation_key,
        min(i.source) as source,
        min(i.interaction_id) as interaction_id
    from interactions as i
    inner join openings as o
        on i.conversation_key = o.conversation_key and i.published_at = o.started_at
    where i.direction = 'inbound'
    group by i.conversation_key
),

intents as (
    select
        i.conversation_key,
        arg_min(i.intent, i.published_at) as intent
    from interactions as i
    inner join openings as o
        on i.conversation_key = o.conversation_key
    where
        i.direction = 'inbound'
        and i.purpose = case o.purpose_rank
            when 3 then 'service' when 2 then 'marketing' when 1 then 'other' else 'unknown'
        end
    group by i.conversation_key
),

answers as (
    select
        i.conversation_key,
        min(i.published_at) as seen_reply_at,
        arg_min(i.department, i.published_at) as department,
        arg_min(i.agent_id, i.published_at) as agent_id,
        count(*) as outbound
    from interactions as i
    inner join openings as o on i.conversation_key = o.conversation_key
    where i.direction = 'outbound' and not i.automated and i.published_at >= o.started_at
    group by i.conversation_key
),

tied as (
    select
        o.conversation_key,
        d.source,
        d.channel,
        d.interaction_id,
        d.handle,
        d.brand,
        o.customer_id,
        o.started_at,
        o.resolved_at,
        o.inbound,
        coalesce(a.outbound, 0) as outbound,
        case when o.given_reply_at >= o.started_at then o.given_reply_at else a.seen_reply_at end
            as first_reply_at,
        coalesce(a.department, d.department) as department,
        coalesce(a.agent_id, d.agent_id) as agent_id,
        case o.purpose_rank
            when 3 then 'service' when 2 then 'marketing' when 1 then 'other' else 'unknown'
        end as purpose,
        coalesce(n.intent, 'unknown') as intent,
        d.is_social,
        d.local_at,
        d.day,
        d.hour,
        coalesce(c.segment, 'unknown') as segment,
        coalesce(c.region, 'unknown') as region,
        coalesce(c.tier, 'unknown') as tier
    from openings as o
    inner join firsts as f on o.conversation_key = f.conversation_key
    inner join interactions as d
        on f.source = d.source and f.interaction_id = d.interaction_id
    left join intents as n on o.conversation_key = n.conversation_key
    left join answers as a on o.conversation_key = a.conversation_key
    left join customers as c on o.customer_id = c.customer_id
),

timed as (
    select
        t.*,
        (t.first_reply_at at time zone 'UTC') at time zone $timezone as local_reply_at,
        (as_of.newest_at at time zone 'UTC') at time zone $timezone as local_now_at,
        60 * coalesce(ch.target_minutes, 1440) as target_seconds
    from tied as t
    inner join channels as ch on t.channel = ch.channel
    cross join (select max(published_at) as newest_at from interactions) as as_of
),

clocked as (
    select
        t.*,
        date_diff('second', t.started_at, t.first_reply_at) as calendar_seconds,
        date_diff('second', t.local_at, t.local_now_at) as calendar_age_seconds,
        d0.open_seconds_before
        + greatest(0, least(
            date_diff('second', d0.opens_at, t.local_at),
            date_diff('second', d0.opens_at, d0.closes_at)
        )) as open_at_start,
        d1.open_seconds_before
        + greatest(0, least(
            date_diff('second', d1.opens_at, t.local_reply_at),
            date_diff('second', d1.opens_at, d1.closes_at)
        )) as open_at_reply,
        d2.open_seconds_before
        + greatest(0, least(
            date_diff('second', d2.opens_at, t.local_now_at),
            date_diff('second', d2.opens_at, d2.closes_at)
        )) as open_now
    from timed as t
    left join days as d0 on cast(t.local_at as date) = d0.day
    left join days as d1 on cast(t.local_reply_at as date) = d1.day
    left join days as d2 on cast(t.local_now_at as date) = d2.day
)

select
    conversation_key,
    source,
    channel,
    is_social,
    interaction_id,
    customer_id,
    handle,
    brand,
    segment,
    region,
    tier,
    purpose,
    intent,
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
    target_seconds,
    calendar_seconds,
    open_at_reply - open_at_start as business_seconds,
    case
        when calendar_seconds <= target_seconds then 'met'
        when calendar_seconds > target_seconds then 'breached'
        when calendar_age_seconds > target_seconds then 'breached'
        else 'open'
    end as calendar_sla,
    case
        when open_at_reply - open_at_start <= target_seconds then 'met'
        when open_at_reply - open_at_start > target_seconds then 'breached'
        when open_now - open_at_start > target_seconds then 'breached'
        else 'open'
    end as business_sla
from clocked
order by day, channel, conversation_key

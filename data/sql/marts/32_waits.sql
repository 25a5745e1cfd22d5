-- One row per wait of a customer for a person, in three kinds, each with the groups of its
-- conversation; a source without a single reply has none.
-- first: from the first inbound message to the first human reply, as in conversations.
-- next: from each inbound message after the first human reply to the next human reply; messages
-- before it still wait for the first, and a mere thank-you waits for nothing.
-- resolution: from the first inbound message to the first moment that the source calls resolved;
-- where it calls none, to the first human reply after which the conversation stays quiet for three
-- days (a thank-you is quiet). Reopened: the customer writes again later than that, judged for the
-- 14 days after it where the source has seen them all.
-- A conversation of one message and a reply that only its source tells of is done with at a glance.
-- is_open: a person must still act at the newest moment of the source: no reply, nothing resolved
-- since, on a channel that can wait (a call, chat or visit that nobody took is lost, not open).
with named as (
    select
        i.conversation_key,
        min(i.resolved_at) as resolved_at
    from interactions as i
    inner join conversations as c
        on i.conversation_key = c.conversation_key and i.resolved_at >= c.started_at
    where
        i.direction = 'inbound' and i.resolved_at is not null and i.day >= $from_day
        and c.day >= $from_day and c.day < $until_day
    group by i.conversation_key
),

talks as (
    select
        c.* exclude (row_id),
        n.resolved_at as named_at,
        -- Only in these do the messages after the first tell anything that is asked here.
        c.inbound > 1
        or (c.outbound > 0 and n.resolved_at is null) as goes_on
    from conversations as c
    left join named as n on c.conversation_key = n.conversation_key
    where c.knows_replies and c.day >= $from_day and c.day < $until_day
),

-- Messages that say something: neither automatic nor thanks.
messages as (
    select
        i.row_id,
        i.conversation_key,
        i.direction,
        i.published_at,
        i.local_at,
        i.day,
        i.first_reply_at as given_reply_at,
        min(case when i.direction = 'outbound' then i.published_at end) over (
            partition by i.conversation_key order by i.published_at
            range between current row and unbounded following
        ) as seen_reply_at
    from interactions as i
    inner join talks as t on i.conversation_key = t.conversation_key
    where
        t.goes_on
        and i.day >= $from_day
        and not i.automated
        and (i.direction = 'outbound' or i.intent <> 'thanks')
),

nexts as (
    select
        t.conversation_key,
        m.row_id,
        m.published_at as started_at,
        m.local_at,
        m.day,
        case
            when m.given_reply_at >= m.published_at then m.given_reply_at else m.seen_reply_at
        end as ended_at
    from messages as m
    inner join talks as t
        on m.conversation_key = t.conversation_key and m.published_at > t.first_reply_at
    where m.direction = 'inbound'
),

-- What is said in a conversation, a reply that only the source's own time tells among it.
said as (
    select conversation_key, direction, published_at
    from messages
    union all
    select conversation_key, 'outbound' as direction, first_reply_at as published_at
    from talks
    where goes_on and first_reply_at is not null
),

followed as (
    select
        conversation_key,
        direction,
        published_at,
        lead(published_at) over (
            partition by conversation_key order by published_at, direction
        ) as followed_at
    from said
),

quiet as (
    select
        f.conversation_key,
        min(f.published_at) as resolved_at
    from followed as f
    inner join talks as t
        on f.conversation_key = t.conversation_key and f.published_at >= t.first_reply_at
    where
        t.named_at is null
        and f.direction = 'outbound'
        and date_diff('second', f.published_at, coalesce(f.followed_at, t.newest_at)) >= 259200
    group by f.conversation_key
),

resolved as (
    select
        t.conversation_key,
        case
            when t.named_at is not null then t.named_at
            when t.goes_on then q.resolved_at
            -- One message and the reply that its source tells of: nothing can follow.
            when date_diff('second', t.first_reply_at, t.newest_at) >= 259200 then t.first_reply_at
        end as resolved_at
    from talks as t
    left join quiet as q on t.conversation_key = q.conversation_key
),

reopened as (
    select
        r.conversation_key,
        min(m.published_at) as reopened_at
    from resolved as r
    inner join messages as m
        on r.conversation_key = m.conversation_key and m.published_at > r.resolved_at
    where m.direction = 'inbound'
    group by r.conversation_key
),

every_wait as (
    select
        'first' as kind,
        cast(null as bigint) as row_id,
        t.started_at as from_at,
        t.local_at as from_local_at,
        t.day as from_day,
        t.first_reply_at as ended_at,
        cast(null as boolean) as reopened,
        t.*
    from talks as t
    union all
    select
        'next' as kind,
        n.row_id,
        n.started_at as from_at,
        n.local_at as from_local_at,
        n.day as from_day,
        n.ended_at,
        cast(null as boolean) as reopened,
        t.*
    from nexts as n
    inner join talks as t on n.conversation_key = t.conversation_key
    union all
    select
        'resolution' as kind,
        cast(null as bigint) as row_id,
        t.started_at as from_at,
        t.local_at as from_local_at,
        t.day as from_day,
        r.resolved_at as ended_at,
        case
            when date_diff('second', r.resolved_at, t.newest_at) >= 1209600
                then coalesce(date_diff('second', r.resolved_at, o.reopened_at) <= 1209600, false)
        end as reopened,
        t.*
    from talks as t
    inner join resolved as r on t.conversation_key = r.conversation_key
    left join reopened as o on t.conversation_key = o.conversation_key
),

-- Business time up to the first reply is known already.
timed as (
    select
        w.*,
        w.kind <> 'next' and w.ended_at is not distinct from w.first_reply_at as is_known,
        case
            when w.kind = 'next' or w.ended_at is distinct from w.first_reply_at
                then (w.ended_at at time zone 'UTC') at time zone $timezone
        end as local_end_at
    from every_wait as w
)

select
    w.kind,
    w.conversation_key,
    w.row_id,
    w.from_day as day,
    w.channel,
    w.is_social,
    w.segment,
    w.region,
    w.tier,
    w.purpose,
    w.priority,
    coalesce(w.department, 'no department') as department,
    w.customer_id,
    w.handle,
    w.from_at as started_at,
    w.from_local_at as local_at,
    w.ended_at,
    w.newest_at,
    date_diff('second', w.from_at, w.ended_at) as calendar_seconds,
    case
        when w.is_known then w.business_seconds
        else
            d1.open_seconds_before
            + greatest(0, least(
                date_diff('second', d1.opens_at, w.local_end_at),
                date_diff('second', d1.opens_at, d1.closes_at)
            ))
            - d0.open_seconds_before
            - greatest(0, least(
                date_diff('second', d0.opens_at, w.from_local_at),
                date_diff('second', d0.opens_at, d0.closes_at)
            ))
    end as business_seconds,
    case when w.kind = 'first' then w.calendar_sla end as calendar_sla,
    case when w.kind = 'first' then w.business_sla end as business_sla,
    w.reopened,
    w.kind <> 'resolution'
    and w.ended_at is null
    and (w.resolved_at is null or w.resolved_at < w.from_at)
    and w.channel not in ('phone', 'chat', 'store') as is_open
from timed as w
left join days as d0 on cast(w.from_local_at as date) = d0.day
left join days as d1 on cast(w.local_end_at as date) = d1.day
order by w.from_day, w.kind, w.channel, w.conversation_key

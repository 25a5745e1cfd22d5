-- One row per wait of a customer for a person, in three kinds, each with the groups of its
-- conversation; a source without a single reply has none.
-- first: from the first inbound message to the first human reply, as in conversations.
-- next: from each inbound message after the first human reply to the next human reply; messages
-- before it still wait for the first, and a mere thank-you waits for nothing.
-- resolution: from the first inbound message to the first moment that the source calls resolved;
-- where it calls none, to the first human reply after which the conversation stays quiet for three
-- days (a thank-you is quiet). Reopened: the customer writes again later than that, judged for the
-- 14 days after it where the source has seen them all.
-- is_open: a person must still act at the newest moment of the source: no reply, nothing resolved
-- since, on a channel that can wait (a call, chat or visit that nobody took is lost, not open).
with named as (
    select
        i.conversation_key,
        min(i.resolved_at) as resolved_at
    from interactions as i
    inner join conversations as c
        on i.conversation_key = c.conversation_key and i.resolved_at >= c.started_at
    where i.direction = 'inbound'
    group by i.conversation_key
),

talks as (
    select
        c.*,
        n.resolved_at as named_at,
        -- Only in these do the messages after the first tell anything that is asked here.
        c.inbound > 1
        or (c.first_reply_at is not null and n.resolved_at is null) as goes_on
    from conversations as c
    left join named as n on c.conversation_key = n.conversation_key
    where c.knows_replies
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
        coalesce(t.named_at, q.resolved_at) as resolved_at
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
        conversation_key,
        cast(null as bigint) as row_id,
        started_at,
        local_at,
        day,
        first_reply_at as ended_at,
        cast(null as boolean) as reopened
    from talks
    union all
    select
        'next' as kind,
        conversation_key,
        row_id,
        started_at,
        local_at,
        day,
        ended_at,
        cast(null as boolean) as reopened
    from nexts
    union all
    select
        'resolution' as kind,
        t.conversation_key,
        cast(null as bigint) as row_id,
        t.started_at,
        t.local_at,
        t.day,
        r.resolved_at as ended_at,
        case
            when date_diff('second', r.resolved_at, t.newest_at) >= 1209600
                then coalesce(date_diff('second', r.resolved_at, o.reopened_at) <= 1209600, false)
        end as reopened
    from talks as t
    inner join resolved as r on t.conversation_key = r.conversation_key
    left join reopened as o on t.conversation_key = o.conversation_key
),

timed as (
    select
        w.*,
        (w.ended_at at time zone 'UTC') at time zone $timezone as local_end_at
    from every_wait as w
)

select
    w.kind,
    w.conversation_key,
    w.row_id,
    w.day,
    t.channel,
    t.is_social,
    t.segment,
    t.region,
    t.tier,
    t.purpose,
    t.priority,
    coalesce(t.department, 'no department') as department,
    t.customer_id,
    t.handle,
    w.started_at,
    w.local_at,
    w.ended_at,
    t.newest_at,
    date_diff('second', w.started_at, w.ended_at) as calendar_seconds,
    d1.open_seconds_before
    + greatest(0, least(
        date_diff('second', d1.opens_at, w.local_end_at),
        date_diff('second', d1.opens_at, d1.closes_at)
    ))
    - d0.open_seconds_before
    - greatest(0, least(
        date_diff('second', d0.opens_at, w.local_at),
        date_diff('second', d0.opens_at, d0.closes_at)
    )) as business_seconds,
    case when w.kind = 'first' then t.calendar_sla end as calendar_sla,
    case when w.kind = 'first' then t.business_sla end as business_sla,
    w.reopened,
    w.kind <> 'resolution'
    and w.ended_at is null
    and (t.resolved_at is null or t.resolved_at < w.started_at)
    and t.channel not in ('phone', 'chat', 'store') as is_open
from timed as w
inner join talks as t on w.conversation_key = t.conversation_key
left join days as d0 on cast(w.local_at as date) = d0.day
left join days as d1 on cast(w.local_end_at as date) = d1.day
order by w.day, w.kind, t.channel, w.conversation_key

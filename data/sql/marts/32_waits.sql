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
-- open_in: its source, whose newest moment (source_ends) an open wait lasts to.
-- is_open: a person must still act at the newest moment of the source: no reply, nothing resolved
-- since, on a channel that can wait (a call, chat or visit that nobody took is lost, not open).
-- Only resolutions are judged by what comes days later, and made again from earlier on ($judged_row).
-- Columns that only tell of open waits are empty for the others. group_key is all that waits are
-- counted by in one word, a bucket the stretch that a wait's length falls in (of 10 seconds up to a
-- quarter of an hour, 90, of 100 seconds up to four hours, 225, then of an hour): so a page counts
-- millions by two columns. Rows come kind by kind in the order of conversations, so that a kind and a
-- period are read from a few stretches of the table.
with begun as (
    select
        c.*,
        e.newest_at,
        -- What a conversation of one message calls resolved, that message does.
        case when c.inbound = 1 and c.resolved_at >= c.started_at then c.resolved_at end
            as told_at
    from conversations as c
    inner join source_ends as e on c.source = e.source
    where
        c.day >= $from_day and c.day < $until_day
        and abs(c.conversation_key) >= $judged_row
),

named as (
    select
        i.conversation_key,
        min(i.resolved_at) as resolved_at
    from interactions as i
    inner join begun as c
        on
            i.conversation_key = c.conversation_key and i.resolved_at >= c.started_at
            and c.inbound > 1
    where
        i.direction = 'inbound' and i.resolved_at is not null and i.day >= $from_day
        and i.conversation_key < 0
    group by i.conversation_key
),

-- Only in these do the messages after the first tell anything that is asked here.
talks as (
    select
        c.conversation_key,
        c.source,
        c.started_at,
        c.first_reply_at,
        c.resolved_at,
        c.newest_at,
        c.channel,
        c.is_social,
        c.segment,
        c.region,
        c.tier,
        c.purpose,
        c.priority,
        c.department,
        c.customer_id,
        c.handle,
        coalesce(c.told_at, n.resolved_at) as named_at
    from begun as c
    left join named as n on c.conversation_key = n.conversation_key
    where
        c.knows_replies and c.conversation_key < 0
        and (c.inbound > 1 or (c.outbound > 0 and c.told_at is null))
),

-- Messages that say something: neither automatic nor thanks.
messages as (
    select
        i.row_id,
        i.conversation_key,
        i.direction,
        i.published_at,
        i.first_reply_at as given_reply_at,
        min(case when i.direction = 'outbound' then i.published_at end) over (
            partition by i.conversation_key order by i.published_at
            range between current row and unbounded following
        ) as seen_reply_at
    from interactions as i
    inner join talks as t on i.conversation_key = t.conversation_key
    where
        i.day >= $from_day
        and i.conversation_key < 0
        and not i.automated
        and (i.direction = 'outbound' or i.intent <> 'thanks')
),

nexts as (
    select
        i.row_id,
        i.published_at as from_at,
        i.local_at as from_local_at,
        i.day,
        case
            when m.given_reply_at >= m.published_at then m.given_reply_at else m.seen_reply_at
        end as ended_at,
        t.*
    from interactions as i
    inner join messages as m on i.row_id = m.row_id
    inner join talks as t
        on m.conversation_key = t.conversation_key and m.published_at > t.first_reply_at
    where i.direction = 'inbound' and i.conversation_key < 0 and i.day >= $from_day
),

-- What is said in a conversation, a reply that only the source's own time tells among it.
said as (
    select
        conversation_key,
        direction,
        published_at
    from messages
    union all
    select
        conversation_key,
        'outbound' as direction,
        first_reply_at as published_at
    from talks
    where first_reply_at is not null
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

-- The resolution of these, and when the customer wrote again.
settled as (
    select
        t.conversation_key,
        any_value(coalesce(t.named_at, q.resolved_at)) as resolved_at,
        min(m.published_at) filter (
            where m.direction = 'inbound'
            and m.published_at > coalesce(t.named_at, q.resolved_at)
        ) as reopened_at
    from talks as t
    left join quiet as q on t.conversation_key = q.conversation_key
    left join messages as m on t.conversation_key = m.conversation_key
    group by t.conversation_key
),

resolved as (
    select
        c.*,
        o.reopened_at,
        case
            when o.conversation_key is not null then o.resolved_at
            when c.told_at is not null then c.told_at
            -- One message and the reply that its source tells of: nothing can follow.
            when date_diff('second', c.first_reply_at, c.newest_at) >= 259200 then c.first_reply_at
        end as settled_at
    from begun as c
    left join settled as o on c.conversation_key = o.conversation_key
    where c.knows_replies
),

-- Business time up to the first reply is known already.
every_wait as (
    select
        'first' as kind,
        started_at as from_at,
        local_at as from_local_at,
        first_reply_at as ended_at,
        true as is_known,
        * exclude (row_id)
    from begun
    where knows_replies and abs(conversation_key) >= $since_row
    union all by name
    select
        'next' as kind,
        false as is_known,
        *
    from nexts
    where row_id >= $since_row or abs(conversation_key) >= $since_row
    union all by name
    select
        'resolution' as kind,
        started_at as from_at,
        local_at as from_local_at,
        settled_at as ended_at,
        settled_at is not distinct from first_reply_at as is_known,
        case
            when date_diff('second', settled_at, newest_at) >= 1209600
                then coalesce(date_diff('second', settled_at, reopened_at) <= 1209600, false)
        end as reopened,
        * exclude (calendar_sla, business_sla, row_id)
    from resolved
),

timed as (
    select
        *,
        case when not is_known then cast(from_local_at as date) end as asked_day,
        case when not is_known then (ended_at at time zone 'UTC') at time zone $timezone end
            as local_end_at,
        kind <> 'resolution'
        and ended_at is null
        and (resolved_at is null or resolved_at < from_at)
        and channel not in ('phone', 'chat', 'store') as is_open
    from every_wait
),

measured as (
    select
        w.kind,
        w.conversation_key,
        w.row_id,
        w.day,
        w.channel,
        w.is_social,
        w.segment,
        w.region,
        w.tier,
        w.purpose,
        w.priority,
        coalesce(w.department, 'no department') as department,
        case when w.is_open then w.customer_id end as customer_id,
        case when w.is_open then w.handle end as handle,
        case when w.is_open then w.from_at end as started_at,
        case when w.is_open then w.from_local_at end as local_at,
        w.ended_at,
        case when w.is_open then w.source end as open_in,
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
        w.calendar_sla,
        w.business_sla,
        w.reopened,
        w.is_open
    from timed as w
    left join days as d0 on w.asked_day = d0.day
    left join days as d1 on cast(w.local_end_at as date) = d1.day
)

select
    *,
    concat_ws(
        '|', kind, purpose, coalesce(priority, ''), coalesce(calendar_sla, ''),
        coalesce(business_sla, ''), coalesce(cast(reopened as integer), 2),
        cast(is_social as integer), length(channel), channel, department
    ) as group_key,
    cast(case
        when calendar_seconds <= 900 then ceil(calendar_seconds / 10)
        when calendar_seconds <= 14400 then 81 + ceil(calendar_seconds / 100)
        else 221 + ceil(calendar_seconds / 3600)
    end as integer) as calendar_bucket,
    cast(case
        when business_seconds <= 900 then ceil(business_seconds / 10)
        when business_seconds <= 14400 then 81 + ceil(business_seconds / 100)
        else 221 + ceil(business_seconds / 3600)
    end as integer) as business_bucket
from measured

-- Who answered: one row per conversation, person and department, with their replies, their work and
-- whether theirs was the first answer; of several rows of a conversation one counts for each person
-- and one for each department, so that conversations are counted by adding up. A reply is a message
-- that a person sent; a call, a chat or a visit without one counts as answered by who is named with
-- it. Departments come from the message, else from the table of agents. Dated by the customer's first
-- message, like the conversation.
-- First contact: judged for a known customer from seven days after the resolution on (named by the
-- source, else the answer after which it stays quiet for three days; without one, from the last
-- answer on). It is met where it was resolved, and within these seven days the customer neither
-- opened another conversation, on any channel, nor wrote again in this one.
-- A single message that nobody wrote back to has one answer at most, which it tells itself.
with chosen as (
    select
        c.*,
        e.newest_at
    from conversations as c
    inner join source_ends as e on c.source = e.source
    where
        c.day >= $from_day and c.day < $until_day and (c.inbound > 1 or c.outbound > 0)
        and c.conversation_key <= -$judged_row
),

acts as (
    select
        i.conversation_key,
        i.row_id,
        i.agent_id,
        i.department,
        i.handle_seconds
    from interactions as i
    inner join chosen as c
        on i.conversation_key = c.conversation_key and i.published_at >= c.started_at
    where
        i.direction = 'outbound' and not i.automated and i.day >= $from_day
        and i.conversation_key < 0
    union all
    select
        i.conversation_key,
        i.row_id,
        i.agent_id,
        i.department,
        i.handle_seconds
    from interactions as i
    inner join chosen as c on i.row_id = c.row_id
    where
        i.conversation_key < 0
        and c.inbound = 1 and i.first_reply_at is not null
        and (i.handle_seconds is not null or c.outbound = 0)
        and i.day >= $from_day and i.day < $until_day
    union all
    select
        i.conversation_key,
        i.row_id,
        i.agent_id,
        i.department,
        i.handle_seconds
    from interactions as i
    inner join chosen as c on i.conversation_key = c.conversation_key
    where
        i.conversation_key < 0
        and c.inbound > 1 and i.direction = 'inbound' and i.first_reply_at is not null
        and (i.handle_seconds is not null or c.outbound = 0)
        and i.day >= $from_day
),

named as (
    select
        a.conversation_key,
        a.row_id,
        a.agent_id,
        a.handle_seconds,
        coalesce(a.department, g.department, 'unnamed') as department
    from acts as a
    left join agents as g on a.agent_id = g.agent_id
),

shares as (
    select
        conversation_key,
        agent_id,
        department,
        min(row_id) as first_row,
        min(min(row_id)) over (partition by conversation_key, agent_id) as persons_row,
        min(min(row_id)) over (partition by conversation_key, department) as departments_row,
        count(*) as replies,
        count(handle_seconds) as timed_replies,
        sum(handle_seconds) as handle_seconds
    from named
    group by conversation_key, agent_id, department
),

firsts as (
    select conversation_key, min(row_id) as first_row
    from named
    group by conversation_key
),

nexts as (
    select
        conversation_key,
        next_at
    from next_conversations
    where day >= $from_day and day < $until_day
),

followed as (
    select
        c.conversation_key,
        c.newest_at,
        w.ended_at as resolved_at,
        coalesce(w.ended_at, c.first_reply_at) as quiet_from,
        n.next_at
    from chosen as c
    inner join nexts as n on c.conversation_key = n.conversation_key
    left join waits as w
        on
            c.conversation_key = w.conversation_key
            and w.kind = 'resolution'
            and w.conversation_key < 0
            and w.day >= $from_day and w.day < $until_day
    where c.first_reply_at is not null
),

written_again as (
    select
        f.conversation_key,
        min(i.published_at) as again_at
    from followed as f
    inner join chosen as c on f.conversation_key = c.conversation_key and c.inbound > 1
    inner join interactions as i
        on
            f.conversation_key = i.conversation_key and i.direction = 'inbound'
            and i.published_at > f.quiet_from
    where i.conversation_key < 0 and i.intent <> 'thanks' and i.day >= $from_day
    group by f.conversation_key
),

contacts as (
    select
        f.conversation_key,
        case
            when date_diff('second', f.quiet_from, f.newest_at) < 604800 then null
            when f.resolved_at is null then false
            else coalesce(date_diff('second', f.quiet_from, f.next_at) > 604800, true)
                and coalesce(date_diff('second', f.quiet_from, a.again_at) > 604800, true)
        end as first_contact
    from followed as f
    left join written_again as a on f.conversation_key = a.conversation_key
),

alone as (
    select
        c.*,
        e.newest_at,
        n.conversation_key is not null as is_followed,
        n.next_at,
        case
            when c.resolved_at >= c.started_at then c.resolved_at
            when date_diff('second', c.first_reply_at, e.newest_at) >= 259200 then c.first_reply_at
        end as settled_at
    from conversations as c
    inner join source_ends as e on c.source = e.source
    left join nexts as n on c.conversation_key = n.conversation_key
    where
        c.day >= $from_day and c.day < $until_day
        and c.inbound = 1 and c.outbound = 0 and c.opening_replied
        and abs(c.conversation_key) >= $judged_row
)

select
    c.day,
    c.channel,
    c.is_social,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.intent,
    coalesce(c.opening_sentiment, 'unknown') as sentiment,
    c.conversation_key,
    c.agent_id,
    coalesce(c.department, g.department, 'unnamed') as department,
    cast(1 as bigint) as replies,
    cast(case when c.opening_handle_seconds is null then 0 else 1 end as bigint) as timed_replies,
    c.opening_handle_seconds as handle_seconds,
    true as is_first,
    true as counts_for_person,
    true as counts_for_department,
    c.calendar_seconds,
    c.business_seconds,
    case
        when not c.is_followed or c.first_reply_at is null
            or date_diff('second', coalesce(c.settled_at, c.first_reply_at), c.newest_at) < 604800
            then null
        when c.settled_at is null then false
        else coalesce(date_diff('second', c.settled_at, c.next_at) > 604800, true)
    end as first_contact
from alone as c
left join agents as g on c.agent_id = g.agent_id
union all
select
    c.day,
    c.channel,
    c.is_social,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.intent,
    coalesce(c.opening_sentiment, 'unknown') as sentiment,
    s.conversation_key,
    s.agent_id,
    s.department,
    s.replies,
    s.timed_replies,
    s.handle_seconds,
    s.first_row = f.first_row as is_first,
    s.first_row = s.persons_row as counts_for_person,
    s.first_row = s.departments_row as counts_for_department,
    c.calendar_seconds,
    c.business_seconds,
    k.first_contact
from shares as s
inner join firsts as f on s.conversation_key = f.conversation_key
inner join chosen as c on s.conversation_key = c.conversation_key
left join contacts as k on s.conversation_key = k.conversation_key

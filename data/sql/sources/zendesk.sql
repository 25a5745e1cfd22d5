-- source: zendesk
-- reads: Zendesk: incremental tickets and ticket comments with what is side-loaded, as pages, lists
--   or one object a line (JSON)
-- recognised by: tickets.id, tickets.via, tickets.created_at, tickets.requester_id
--   or comments.id, comments.via, comments.created_at, comments.author_id
-- may have: users.id, groups.id, metric_sets.ticket_id
-- A ticket is its first message. The same message as a comment gets the same id, so that tickets
-- and comments loaded from two exports count it once. An export may begin in the middle of a ticket,
-- so any comment that is its author's first of a second may be that message; further ones of the
-- second are told apart by their own id.

-- table: interactions
with people as (
    select item->>'$.id' as person_id, any_value(item->>'$.role') as role,
        any_value(item->>'$.name') as name
    from raw_users
    group by item->>'$.id'
),
departments as (
    select item->>'$.id' as group_id, any_value(item->>'$.name') as name
    from raw_groups
    group by item->>'$.id'
),
times as (
    select
        item->>'$.ticket_id' as ticket_id,
        any_value(item) as item
    from raw_metric_sets
    group by item->>'$.ticket_id'
),
tickets as (
    select
        t.line_number,
        t.item->>'$.id' as ticket_id,
        t.item->>'$.requester_id' as requester_id,
        coalesce(t.item->>'$.submitter_id', t.item->>'$.requester_id') as author_id,
        t.item->>'$.created_at' as created_at,
        t.item->>'$.via.channel' as via,
        t.item->>'$.group_id' as group_id,
        coalesce(times.item, t.item->'$.metric_set') as metrics,
        t.item
    from raw_tickets as t
    left join times on t.item->>'$.id' = times.ticket_id
)
select
    tickets.line_number,
    tickets.ticket_id || '/' || tickets.author_id || '/' || tickets.created_at as interaction_id,
    case
        when tickets.via in ('web', 'email', 'web_form', 'web_service', 'mail') then 'email'
        when tickets.via in ('voice', 'voicemail', 'phone', 'phone_call_inbound') then 'phone'
        when tickets.via in ('chat', 'chat_transcript', 'chat_offline_message') then 'chat'
        when tickets.via in ('native_messaging', 'messaging') then 'messaging'
        when tickets.via like 'twitter%' or tickets.via like 'x_%' then 'x'
        when tickets.via like 'facebook%' then 'facebook'
        when tickets.via like 'instagram%' then 'instagram'
        when tickets.via in ('sms', 'text') then 'sms'
        else tickets.via
    end as channel,
    case
        when author.role in ('agent', 'admin') and tickets.author_id <> tickets.requester_id
            and tickets.via not in ('voice', 'voicemail', 'phone') then 'outbound'
        else 'inbound'
    end as direction,
    tickets.ticket_id as conversation_id,
    tickets.requester_id as customer_id,
    coalesce(tickets.item->>'$.via.source.from.username',
        tickets.item->>'$.via.source.from.facebook_id',
        tickets.item->>'$.via.source.from.instagram_id') as handle,
    author.name as author_name,
    coalesce(tickets.item->>'$.description', tickets.item->>'$.subject') as text,
    tickets.created_at as published_at,
    tickets.created_at as ingested_at,
    coalesce(tickets.metrics->>'$.initially_assigned_at', tickets.metrics->>'$.assigned_at')
        as assigned_at,
    (try_cast(left(tickets.created_at, 19) as timestamp) + to_minutes(try_cast(
        tickets.metrics->>'$.reply_time_in_minutes.calendar' as integer)))::varchar
        as first_reply_at,
    coalesce(
        tickets.metrics->>'$.solved_at',
        tickets.item->>'$.solved_at',
        case when tickets.item->>'$.status' in ('solved', 'closed')
            then tickets.item->>'$.updated_at' end
    ) as resolved_at,
    tickets.item->>'$.assignee_id' as agent_id,
    coalesce(departments.name, tickets.group_id) as department
from tickets
left join people as author on tickets.author_id = author.person_id
left join departments on tickets.group_id = departments.group_id

-- table: interactions
with people as (
    select item->>'$.id' as person_id, any_value(item->>'$.role') as role,
        any_value(item->>'$.name') as name
    from raw_users
    group by item->>'$.id'
),
tickets as (
    select
        item->>'$.id' as ticket_id,
        any_value(item->>'$.requester_id') as requester_id,
        any_value(coalesce(item->>'$.submitter_id', item->>'$.requester_id')) as opener_id,
        any_value(item->>'$.created_at') as created_at,
        any_value(item->>'$.via.channel') as via
    from raw_tickets
    group by item->>'$.id'
),
all_comments as (
    select
        line_number,
        coalesce(item->>'$.ticket_id', page->>'$.ticket_id') as ticket_id,
        item
    from raw_comments
    union all
    -- Some exports put the comments into their ticket.
    select line_number, item->>'$.id' as ticket_id,
        unnest(json_extract(item, '$.comments[*]')) as item
    from raw_tickets
),
comments as (
    select
        line_number,
        ticket_id,
        item->>'$.author_id' as author_id,
        item->>'$.created_at' as created_at,
        first_value(item->>'$.author_id') over (
            partition by ticket_id order by item->>'$.created_at', item->>'$.id'
        ) as first_author_id,
        first_value(item->>'$.via.channel' ignore nulls) over (
            partition by ticket_id order by item->>'$.created_at', item->>'$.id'
            rows between unbounded preceding and unbounded following
        ) as first_via,
        -- A comment that comes twice has one rank.
        dense_rank() over (
            partition by ticket_id, item->>'$.author_id', item->>'$.created_at'
            order by try_cast(item->>'$.id' as hugeint), item->>'$.id'
        ) as place_in_second,
        item
    from all_comments
),
channels as (
    select
        comments.*,
        tickets.requester_id,
        tickets.ticket_id is not null and comments.author_id = tickets.opener_id
            and comments.created_at = tickets.created_at and comments.place_in_second = 1
            as is_opening,
        -- A reply to a post is written in the web interface; the ticket knows the channel.
        coalesce(tickets.via, comments.item->>'$.via.channel', comments.first_via) as via,
        coalesce(tickets.requester_id, comments.first_author_id) as customer_id
    from comments
    left join tickets on comments.ticket_id = tickets.ticket_id
)
select
    channels.line_number,
    case
        when channels.place_in_second > 1 and channels.item->>'$.id' is not null
            then channels.ticket_id || '/c' || (channels.item->>'$.id')
        else coalesce(channels.ticket_id, channels.item->>'$.id') || '/' || channels.author_id
            || '/' || channels.created_at
    end as interaction_id,
    case
        when via in ('web', 'email', 'web_form', 'web_service', 'mail', 'rule') then 'email'
        when via in ('voice', 'voicemail', 'phone', 'phone_call_inbound') then 'phone'
        when via in ('chat', 'chat_transcript', 'chat_offline_message') then 'chat'
        when via in ('native_messaging', 'messaging') then 'messaging'
        when via like 'twitter%' or via like 'x_%' then 'x'
        when via like 'facebook%' then 'facebook'
        when via like 'instagram%' then 'instagram'
        when via in ('sms', 'text') then 'sms'
        else via
    end as channel,
    case
        when author.role = 'end-user' then 'inbound'
        when author.role in ('agent', 'admin') then 'outbound'
        when channels.author_id = channels.customer_id then 'inbound'
        else 'outbound'
    end as direction,
    channels.ticket_id as conversation_id,
    channels.customer_id,
    case when author.role = 'end-user' or channels.author_id = channels.customer_id
        then coalesce(channels.item->>'$.via.source.from.username',
            channels.item->>'$.via.source.from.facebook_id',
            channels.item->>'$.via.source.from.instagram_id') end as handle,
    author.name as author_name,
    coalesce(channels.item->>'$.plain_body', channels.item->>'$.body') as text,
    channels.created_at as published_at,
    case when author.role in ('agent', 'admin') or channels.author_id <> channels.customer_id
        then channels.author_id end as agent_id,
    case when channels.item->>'$.via.channel' in ('rule', 'system') then 'true' end as automated,
    case
        when channels.item->>'$.public' = 'false' then 'internal note: the customer never saw it'
        when channels.is_opening then 'the ticket in the same file is this message'
    end as reject_reason
from channels
left join people as author on channels.author_id = author.person_id

-- table: customers
select
    line_number,
    item->>'$.id' as customer_id,
    item->>'$.name' as name,
    item->>'$.email' as email,
    item->>'$.created_at' as joined_on
from (
    select *, row_number() over (
        partition by item->>'$.id' order by item->>'$.updated_at' desc, line_number desc
    ) as version
    from raw_users
    where item->>'$.role' = 'end-user'
)
where version = 1

-- table: agents
select
    people.line_number,
    people.item->>'$.id' as agent_id,
    people.item->>'$.name' as name,
    departments.item->>'$.name' as department
from (
    select *, row_number() over (
        partition by item->>'$.id' order by item->>'$.updated_at' desc, line_number desc
    ) as version
    from raw_users
    where item->>'$.role' in ('agent', 'admin')
) as people
left join (
    select item->>'$.id' as group_id, any_value(item) as item from raw_groups
    group by item->>'$.id'
) as departments on people.item->>'$.default_group_id' = departments.group_id
where people.version = 1

-- For a reply without a thread of its own: the oldest message reached by following replies.
-- A reply to a message that was never loaded is tied to that message's id, so that its
-- siblings meet there. Chains are followed up to 1,000 replies, so a circle ends.
with recursive links as (
    select source, interaction_id, in_reply_to
    from messages
    where conversation_id is null and in_reply_to is not null
),

walk as (
    select source, interaction_id, in_reply_to as ancestor_id, 1 as depth
    from links
    union all
    select w.source, w.interaction_id, l.in_reply_to as ancestor_id, w.depth + 1 as depth
    from walk as w
    inner join links as l on w.source = l.source and w.ancestor_id = l.interaction_id
    where w.depth < 1000
),

roots as (
    select source, interaction_id, arg_max(ancestor_id, depth) as root_id
    from walk
    group by source, interaction_id
),

-- Of all messages only these are looked up.
asked as (
    select distinct source, root_id
    from roots
),

known as (
    select m.source, m.interaction_id, m.conversation_id
    from messages as m
    inner join asked as a on m.source = a.source and m.interaction_id = a.root_id
)

select
    r.source,
    r.interaction_id,
    r.root_id,
    m.conversation_id
from roots as r
left join known as m on r.source = m.source and r.root_id = m.interaction_id

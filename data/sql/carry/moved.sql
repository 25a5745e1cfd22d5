-- Conversations of the build before that change because of what has come or because somebody is known
-- as another: those that a message came to or that hold a message which is replaced, and those of
-- customers and accounts that changed. A conversation is told by its first row.
with meant as (
    select source, conversation_id as id from arrived
    where conversation_id is not null
    union
    select source, in_reply_to as id from arrived
    where in_reply_to is not null
),

named as (
    select source, interaction_id as id from arrived
    union
    select source, id from meant
),

-- Of what has come itself only what replaces something was there before.
there as (
    select source, id from meant
    union
    select a.source, a.interaction_id as id
    from arrived as a
    semi join repeated_interactions as r
        on a.source = r.source and a.interaction_id = r.interaction_id
),

accounts_moved as (
    select
        coalesce(a.network, b.network) as network,
        coalesce(a.account, b.account) as account
    from handle_owners as a
    full outer join owners_before as b on a.network = b.network and a.account = b.account
    where a.customer_id is distinct from b.customer_id
),

keys as (
    select i.conversation_key
    from interactions as i
    semi join there as n on i.source = n.source and i.interaction_id = n.id
    union
    select i.conversation_key
    from interactions as i
    semi join named as n on i.source = n.source and i.conversation_id = n.id
    union
    select i.conversation_key
    from interactions as i
    semi join named as n on i.source = n.source and i.in_reply_to = n.id
    union
    select i.conversation_key
    from interactions as i
    semi join people_moved as p on i.customer_id = p.customer_id
    union
    select i.conversation_key
    from interactions as i
    semi join accounts_moved as m
        on i.channel = m.network and lower(ltrim(i.handle, '@')) = m.account
    where i.direction = 'inbound'
)

select
    abs(k.conversation_key) as first_row,
    i.published_at
from keys as k
inner join interactions as i on abs(k.conversation_key) = i.row_id

-- What the routing rules would have caught: written inbound messages in the period by the set of
-- rules whose conditions hold. The first of the set, in the order of the rules, gets the message;
-- an empty set is what no rule catches, told apart by channel, purpose and intent. Channels that
-- are answered live are left out. The numbers of the newest messages of each row come along.
with {claims},

per_message as (
    select
        row_id,
        list(rule order by rule) as rules
    from claims
    where rule > 0
    group by row_id
),

placed as (
    select
        m.row_id,
        coalesce(array_to_string(p.rules, ' '), '') as rules,
        p.rules[1] as first_rule,
        case when p.rules is null then m.channel end as channel,
        case when p.rules is null then m.purpose end as purpose,
        case when p.rules is null then m.intent end as intent
    from messages as m
    left join per_message as p on m.row_id = p.row_id
)

select
    rules,
    any_value(first_rule) as first_rule,
    channel,
    purpose,
    intent,
    count(*) as messages,
    max(row_id, 40) as newest
from placed
group by rules, channel, purpose, intent
order by messages desc, rules, channel, purpose, intent

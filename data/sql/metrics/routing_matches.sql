-- What the routing rules would have caught: written inbound messages in the period by the set of
-- rules whose conditions hold. The first of the set, in the order of the rules, gets the message;
-- an empty set is what no rule catches. Channels that are answered live are left out.
with {claims},

per_message as (
    select
        row_id,
        list(rule order by rule) as rules
    from claims
    where rule > 0
    group by row_id
)

select
    coalesce(array_to_string(p.rules, ' '), '') as rules,
    any_value(p.rules[1]) as first_rule,
    count(*) as messages
from messages as m
left join per_message as p on m.row_id = p.row_id
group by 1
order by messages desc, rules

-- What the routing rules would have caught: written inbound messages in the period by the set of
-- rules whose conditions hold. The first of the set, in the order of the rules, gets the message;
-- an empty set is what no rule catches, told apart by channel, purpose and intent. Channels that
-- are answered live are left out. The numbers of the newest messages of each row come along.
with reach as (
    select $start::date as first_day
),

{claims},

mixed as (
    select
        m.channel,
        m.purpose,
        m.intent,
        m.sentiment,
        m.tier,
        m.segment,
        o.rules,
        count(*) as messages,
        max(m.row_id, 40) as newest
    from messages as m
    left join own_rules as o on m.row_id = o.row_id
    group by m.channel, m.purpose, m.intent, m.sentiment, m.tier, m.segment, o.rules
),

ruled as (
    select
        m.channel,
        m.purpose,
        m.intent,
        m.messages,
        m.newest,
        list_sort(list_concat(coalesce(k.rules, []), coalesce(m.rules, []))) as rules
    from mixed as m
    left join mix_rules as k
        on
            {same_mix}
),

placed as (
    select
        array_to_string(rules, ' ') as rules,
        rules[1] as first_rule,
        case when len(rules) = 0 then channel end as channel,
        case when len(rules) = 0 then purpose end as purpose,
        case when len(rules) = 0 then intent end as intent,
        messages,
        newest
    from ruled
)

select
    rules,
    any_value(first_rule) as first_rule,
    channel,
    purpose,
    intent,
    cast(sum(messages) as bigint) as messages,
    list_slice(list_reverse_sort(flatten(list(newest))), 1, 40) as newest
from placed
group by rules, channel, purpose, intent
order by messages desc, rules, channel, purpose, intent

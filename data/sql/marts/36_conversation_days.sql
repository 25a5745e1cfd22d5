-- Conversations counted by the day they began, with the work they took and whether they were closed:
-- what the decision takes from a year without reading each one. Comes again: the customer began
-- another on a traditional channel within seven days; told of traditional channels alone. Known: of a
-- customer.
select
    c.day,
    c.source,
    c.channel,
    c.is_social,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.customer_number is not null as known,
    c.resolved_at is not null as closed,
    coalesce(
        not c.is_social and date_diff('second', c.started_at, n.next_traditional_at) <= 604800,
        false
    ) as comes_again,
    count(*) as conversations,
    count(w.seconds) as handled,
    sum(w.seconds) as seconds,
    sum(w.seconds * w.seconds) as squares
from conversations as c
left join next_conversations as n
    on
        c.conversation_key = n.conversation_key
        and n.day >= $from_day and n.day < $until_day
left join conversation_work as w on c.conversation_key = w.conversation_key
where c.day >= $from_day and c.day < $until_day
group by
    c.day,
    c.source,
    c.channel,
    c.is_social,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    known,
    closed,
    comes_again
order by c.day, c.channel

-- When the same customer began the next conversation, answered or not, and the next on a traditional
-- channel.
select
    conversation_key,
    day,
    lead(started_at) over later as next_at,
    min(case when not is_social then started_at end) over (
        partition by customer_id order by started_at, conversation_key
        rows between 1 following and unbounded following
    ) as next_traditional_at
from conversations
where customer_id is not null and day >= $judged_day
window later as (partition by customer_id order by started_at, conversation_key)

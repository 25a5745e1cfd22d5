-- When the same customer began the next conversation, answered or not.
select
    conversation_key,
    day,
    lead(started_at) over (
        partition by customer_id order by started_at, conversation_key
    ) as next_at
from conversations
where customer_id is not null

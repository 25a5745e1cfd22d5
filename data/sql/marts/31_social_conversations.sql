-- Conversations on social media with what is counted of them, in the order of conversations: a page
-- reads these alone, and not the many on other channels between them.
select
    conversation_key,
    day,
    source,
    channel,
    segment,
    region,
    tier,
    purpose,
    intent,
    department,
    customer_number,
    knows_replies,
    first_reply_at is not null as answered,
    resolved_at is not null as closed,
    calendar_seconds,
    business_seconds,
    calendar_sla,
    business_sla
from conversations
where is_social and abs(conversation_key) >= $since_row

-- Messages with their conversation, their local time, and what the engines read in them.
select
    m.*,
    m.source || ':' || coalesce(m.conversation_id, r.conversation_id, m.interaction_id)
        as conversation_key,
    (m.published_at at time zone 'UTC') at time zone $timezone as local_at,
    s.polarity,
    s.subjectivity,
    s.sentiment,
    s.sentiment_confidence,
    s.purpose,
    s.intent,
    s.purpose_confidence,
    coalesce(c.segment, 'unknown') as customer_segment,
    coalesce(c.region, 'unknown') as customer_region,
    coalesce(c.tier, 'unknown') as customer_tier
from messages as m
left join conversation_roots as r
    on m.source = r.source and m.interaction_id = r.interaction_id
left join scores as s on md5(m.text) = s.text_hash and m.direction = 'inbound'
left join newest_customers as c on m.resolved_customer_id = c.customer_id

-- The interactions behind a mark of a chart, newest first. Each condition holds only where the
-- mark has that value. The totals count all rows, also those beyond the limit.
select
    i.local_at as published_at,
    i.channel,
    i.direction,
    i.customer_id,
    i.handle,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.purpose,
    i.intent,
    i.sentiment,
    i.polarity,
    i.department,
    i.segment,
    i.region,
    i.tier,
    i.interaction_id,
    i.source,
    count(*) over () as total_interactions,
    count(distinct i.conversation_key) over () as total_conversations,
    count(distinct i.customer_id) over () as total_customers
from interactions as i
where
    {rows}
order by i.published_at desc, i.interaction_id
limit $limit

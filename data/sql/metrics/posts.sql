-- Inbound social posts, newest first, with what the engines read in them.
select
    interaction_id,
    local_at as published_at,
    channel,
    handle,
    customer_id,
    case when $sees_personal then text else coalesce(masked_text, text) end as text,
    sentiment,
    polarity,
    sentiment_confidence as confidence,
    purpose,
    intent,
    likes,
    shares,
    segment,
    region,
    source
from interactions
where
    direction = 'inbound' and is_social
    and ($search::varchar is null or contains(
            lower(case when $sees_personal then text else coalesce(masked_text, text) end),
            lower($search::varchar)
        ))
    and ($sentiment::varchar is null or sentiment = $sentiment::varchar)
    and {filters}
order by published_at desc, interaction_id
limit $limit

-- Inbound social posts, newest first, with what the engines read in them.
select
    interaction_id,
    local_at as published_at,
    channel,
    handle,
    customer_id,
    text,
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
    and ($search::varchar is null or contains(lower(text), lower($search::varchar)))
    and ($sentiment::varchar is null or sentiment = $sentiment::varchar)
    and {filters}
order by published_at desc, interaction_id
limit $limit

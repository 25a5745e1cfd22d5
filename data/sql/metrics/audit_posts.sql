-- Posts that people labelled or are to label, with what the engines read in them now. A post that
-- is not in the data any more is not among them, nor one that the viewer may not see.
select
    row_id,
    source,
    interaction_id,
    local_at as published_at,
    channel,
    handle,
    case when $sees_personal then text else coalesce(masked_text, text) end as text,
    md5(text) as text_hash,
    sentiment,
    sentiment_confidence,
    polarity,
    purpose,
    intent,
    purpose_confidence
from interactions
where
    direction = 'inbound'
    and text is not null
    and list_contains($posts::varchar[], source || ' ' || interaction_id)
    and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], segment)
    )
order by row_id

-- Posts that people labelled or are to label, with what the engines read in them now. A post that
-- is not in the data any more is not among them, nor one that the viewer may not see.
with wanted as (
    select
        unnest($sources::varchar[]) as source,
        unnest($interaction_ids::varchar[]) as interaction_id
)

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
semi join wanted using (source, interaction_id)
where
    direction = 'inbound'
    and text is not null
    and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], segment)
    )
order by row_id

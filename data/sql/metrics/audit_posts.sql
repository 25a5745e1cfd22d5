-- Posts that people labelled or are to label, with what the engines read in them now, and, for a
-- post that opens its conversation, what the conversation is counted as. A post that is not in the
-- data any more is not among them, nor one that the viewer may not see.
with wanted as (
    select
        unnest($sources::varchar[]) as source,
        unnest($interaction_ids::varchar[]) as interaction_id
)

select
    i.row_id,
    i.source,
    i.interaction_id,
    i.local_at as published_at,
    i.channel,
    i.handle,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    md5(i.text) as text_hash,
    i.sentiment,
    i.sentiment_confidence,
    i.polarity,
    i.purpose,
    i.intent,
    i.purpose_confidence,
    c.purpose as conversation_purpose
from interactions as i
semi join wanted as w on i.source = w.source and i.interaction_id = w.interaction_id
left join conversations as c on i.source = c.source and i.interaction_id = c.interaction_id
where
    i.direction = 'inbound'
    and i.has_text
    and (
        len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], i.region)
    )
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], i.segment)
    )
order by i.row_id

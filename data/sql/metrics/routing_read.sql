-- Messages that a routing rule gets, or that none gets, to read: those of the numbers given that
-- have a text, the newest first.
select
    local_at as published_at,
    channel,
    handle,
    customer_id,
    case when $sees_personal then text else coalesce(masked_text, text) end as text,
    sentiment,
    polarity,
    purpose,
    intent,
    author_followers,
    row_id
from interactions
where
    row_id in (select unnest($rows::bigint[]))
    and has_text
    and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
    and (len($viewer_segments::varchar[]) = 0 or list_contains($viewer_segments::varchar[], segment))
order by row_id desc
limit $limit

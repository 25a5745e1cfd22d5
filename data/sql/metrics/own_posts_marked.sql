-- The own posts that reviewers have marked, as far as they are still in the data, whatever the
-- period: what they say and where. A post that is gone from the data keeps its line in the log.
select
    source,
    interaction_id,
    local_at as published_at,
    channel,
    case when $sees_personal then text else coalesce(masked_text, text) end as text
from own_posts
where
    list_contains($marked::varchar[], source || ' ' || interaction_id)
    and (
        len($viewer_regions::varchar[]) = 0
        or list_contains($viewer_regions::varchar[], region)
    )
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], segment)
    )
order by published_at, interaction_id

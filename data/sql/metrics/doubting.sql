-- Social posts that doubt that praise is genuine, by written patterns ("how much did they pay you",
-- "fake reviews", "same text from five accounts"), the newest first; total counts all.
select
    i.row_id,
    i.local_at as published_at,
    i.channel,
    i.handle,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.purpose,
    i.intent,
    i.likes,
    i.shares,
    count(*) over () as total
from interactions as i
semi join doubting_posts as d on i.row_id = d.row_id
where i.row_id in (select row_id from interactions where {filters})
order by i.published_at desc, i.row_id
limit $limit

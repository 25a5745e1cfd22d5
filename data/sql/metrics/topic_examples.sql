-- Social posts of a topic as examples, those most like it first and each text once; of posts of no
-- topic ("none") the newest.
with once as (
    select max(row_id) as row_id, max(sure) as sure, count(*) as same_text
    from topic_posts
    where topic_id = $topic_id and {filters}
    group by text_id
    order by sure desc, row_id desc
    limit $limit
)

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
    round(o.sure, 2) as like_topic,
    o.same_text
from once as o
inner join interactions as i on o.row_id = i.row_id
order by o.sure desc, o.row_id desc

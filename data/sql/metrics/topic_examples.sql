-- Social posts of a topic as examples, those most like it first and each text once; of posts of no
-- topic ("none") the newest.
with chosen as (
    select row_id, coalesce(masked_text, text) as said
    from interactions
    where direction = 'inbound' and is_social and text is not null
    and {filters}
),

posts as (
    select c.row_id, c.said, coalesce(t.sure, 0) as sure
    from chosen as c
    left join post_topics as t on c.row_id = t.row_id and t.topic_id = $topic_id
    where
        t.topic_id is not null
        or ($topic_id = 'none' and c.row_id not in (select row_id from post_topics))
),

once as (
    select max(row_id) as row_id, max(sure) as sure, count(*) as same_text
    from posts
    group by said
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

-- Social posts with a text by topic, or "none", with what the filters ask for: a row for each topic of
-- a post, of which one is_first. Posts of a text have one text_hash.
with sorted_into as (
    select
        row_id,
        topic_id,
        sure,
        topic_id = min(topic_id) over (partition by row_id) as is_first
    from post_topics
)

select
    i.day,
    coalesce(t.topic_id, 'none') as topic_id,
    i.row_id,
    i.channel,
    i.segment,
    i.region,
    i.tier,
    i.purpose,
    i.sentiment,
    coalesce(t.sure, 0) as sure,
    coalesce(t.is_first, true) as is_first,
    hash(coalesce(i.masked_text, i.text)) as text_hash
from interactions as i
left join sorted_into as t on i.row_id = t.row_id
where i.direction = 'inbound' and i.is_social and i.has_text
order by i.day, topic_id, i.row_id

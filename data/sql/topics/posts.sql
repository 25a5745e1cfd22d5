-- Social posts with a text by topic, or "none", with what the filters ask for: a row for each topic of
-- a post, of which one is_first. Posts of one text share its text_id.
with sorted_into as (
    select
        text_id,
        topic_id,
        sure,
        topic_id = min(topic_id) over (partition by text_id) as is_first
    from (
        select
            k.text_id,
            i.topic_id,
            1.0::double as sure
        from topic_known as k
        inner join topic_ids as i on k.place = i.place
        union all
        select
            text_id,
            topic_id,
            sure
        from topic_found
    ) as of_text
)

select
    i.day,
    coalesce(s.topic_id, 'none') as topic_id,
    i.row_id,
    t.text_id,
    i.channel,
    i.segment,
    i.region,
    i.tier,
    i.purpose,
    i.sentiment,
    coalesce(s.sure, 0) as sure,
    coalesce(s.is_first, true) as is_first
from topic_text_of as t
inner join interactions as i on t.row_id = i.row_id
left join sorted_into as s on t.text_id = s.text_id
order by i.day, topic_id, i.row_id

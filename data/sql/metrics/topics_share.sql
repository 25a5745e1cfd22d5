-- Social posts with a text by topic: known topics by their words (a post may belong to several), and
-- topics found by NMF in what no known one explains (a post belongs to at most one). The row "none"
-- are posts of no topic; shares are of all posts with a text and may add up to more than 1. A post
-- in a language that cannot be read has no sentiment (not_read).
with posts as (
    select row_id, sentiment
    from interactions
    where direction = 'inbound' and is_social and text is not null and {filters}
),

sorted as (
    select
        t.topic_id,
        p.row_id,
        p.sentiment
    from posts as p
    inner join post_topics as t on p.row_id = t.row_id
    union all
    select
        'none' as topic_id,
        row_id,
        sentiment
    from posts
    where row_id not in (select row_id from post_topics)
)

select
    s.topic_id,
    coalesce(any_value(t.name), 'none') as topic,
    coalesce(any_value(t.kind), 'none') as kind,
    any_value(t.words) as words,
    any_value(t.since) as since,
    count(*) as posts,
    count(*) filter (where s.sentiment = 'negative') as negative,
    count(*) filter (where s.sentiment = 'neutral') as neutral,
    count(*) filter (where s.sentiment = 'positive') as positive,
    count(*) filter (where s.sentiment is null) as not_read,
    (select count(*) from posts) as all_posts
from sorted as s
left join topics as t on s.topic_id = t.topic_id
group by s.topic_id
order by s.topic_id = 'none', posts desc, s.topic_id

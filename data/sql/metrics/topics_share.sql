-- Social posts with a text by topic: known topics by their words (a post may belong to several), and
-- topics found by NMF in what no known one explains (a post belongs to at most one). The row "none"
-- are posts of no topic; shares are of all posts with a text and may add up to more than 1. A post
-- in a language that cannot be read has no sentiment (not_read).
with counted as (
    select
        topic_id,
        count(*) as posts,
        count(*) filter (where sentiment = 'negative') as negative,
        count(*) filter (where sentiment = 'neutral') as neutral,
        count(*) filter (where sentiment = 'positive') as positive,
        count(*) filter (where sentiment is null) as not_read,
        count(*) filter (where is_first) as first_topics
    from topic_posts
    where {filters}
    group by topic_id
)

select
    c.topic_id,
    coalesce(t.name, 'none') as topic,
    coalesce(t.kind, 'none') as kind,
    t.words,
    t.since,
    c.posts,
    c.negative,
    c.neutral,
    c.positive,
    c.not_read,
    cast(sum(c.first_topics) over () as bigint) as all_posts
from counted as c
left join topics as t on c.topic_id = t.topic_id
order by c.topic_id = 'none', c.posts desc, c.topic_id

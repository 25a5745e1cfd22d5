-- Stems of the posts that no known topic explains, without handles, numbers and words that carry no
-- meaning of their own; of each distinct text once. Stems in fewer than $least texts, or in more
-- than half of them, tell no topic.
with texts as (
    select text_id, said
    from topic_texts
    where text_id not in (select text_id from topic_known)
),

spread as (
    select
        text_id,
        unnest(regexp_extract_all(
            regexp_replace(lower(replace(said, '’', '''')), 'https?://\S+|[@&]\w+;?|\[[a-z-]+\]',
                ' ', 'g'),
            '[\p{L}][\p{L}'']+'
        )) as word
    from texts
),

stemmed as (
    select
        p.text_id,
        s.stem,
        count(*) as times
    from spread as p
    inner join search_words as s on p.word = s.word
    where length(p.word) > 2 and not list_contains($stop_words::varchar[], p.word)
    group by p.text_id, s.stem
),

kept as (
    select stem
    from stemmed
    group by stem
    having count(*) >= $least and count(*) <= 0.5 * (select count(*) from texts)
)

select
    s.text_id,
    s.stem,
    s.times
from stemmed as s
semi join kept as k on s.stem = k.stem
order by s.text_id, s.stem

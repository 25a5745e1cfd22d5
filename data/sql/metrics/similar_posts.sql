-- Inbound messages under the filters that share the most telling words with one message: its rarest
-- words, weighed by BM25. Messages with the very same text are counted and not listed.
with source_post as (
    select
        i.row_id,
        lower(coalesce(i.masked_text, i.text)) as said
    from interactions as i
    where
        i.row_id = $row_id
        and i.direction = 'inbound'
        and (
            len($viewer_regions::varchar[]) = 0
            or list_contains($viewer_regions::varchar[], i.region)
        )
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], i.segment)
        )
),

readable as materialized (
    select
        i.row_id,
        l.word_count
    from interactions as i
    inner join post_lengths as l on i.row_id = l.row_id
    where i.direction = 'inbound' and {filters}
),

facts as (
    select
        count(*) as messages,
        avg(word_count) as mean_words
    from readable
),

frequencies as (
    select
        w.word,
        count(*) as messages_with
    from post_words as w
    where
        w.word in (
            select word from post_words where row_id in (select row_id from source_post)
        )
        and w.row_id in (select row_id from readable)
    group by w.word
),

telling as (
    select
        f.word,
        ln(1 + (facts.messages - f.messages_with + 0.5) / (f.messages_with + 0.5)) as weight
    from frequencies as f
    cross join facts
    where f.messages_with < 0.2 * facts.messages or facts.messages < 50
    order by weight desc, f.word
    limit 12
),

scored as (
    select
        w.row_id,
        count(*) as shared_words,
        sum(
            t.weight * w.times * 2.2
            / (w.times + 1.2 * (0.25 + 0.75 * r.word_count / facts.mean_words))
        ) as relevance,
        array_to_string(list_sort(list(w.word)), ', ') as words
    from telling as t
    inner join post_words as w on t.word = w.word
    inner join readable as r on w.row_id = r.row_id
    cross join facts
    group by w.row_id
),

candidates as (
    select
        s.*,
        lower(coalesce(i.masked_text, i.text)) as said,
        row_number() over (
            partition by lower(coalesce(i.masked_text, i.text)) order by s.row_id
        ) as copy
    from scored as s
    inner join interactions as i on s.row_id = i.row_id
    where s.row_id <> $row_id and s.shared_words >= 2
)

select
    i.local_at as published_at,
    i.channel,
    i.handle,
    i.customer_id,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.purpose,
    i.intent,
    i.row_id,
    round(c.relevance, 4) as relevance,
    c.words as shared_words,
    (
        select count(*)
        from candidates as d
        where d.said in (select p.said from source_post as p)
    ) as same_text
from candidates as c
inner join interactions as i on c.row_id = i.row_id
where c.copy = 1 and c.said not in (select p.said from source_post as p)
order by c.relevance desc, c.row_id desc
limit $limit

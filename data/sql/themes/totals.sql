-- Messages with each term, for terms in enough messages to be a theme.
with per_text as (
    select
        text_id,
        count(*) as messages
    from theme_said
    group by text_id
),

summed as (
    select
        t.term_id,
        cast(sum(p.messages) as bigint) as messages
    from theme_terms as t
    inner join per_text as p on t.text_id = p.text_id
    group by t.term_id
    having sum(p.messages) >= $least_messages
)

select
    s.term_id,
    a.stem || coalesce(' ' || b.stem, '') as term,
    s.messages
from summed as s
inner join theme_stems as a on s.term_id // 2147483648 = a.stem_id
left join theme_stems as b on s.term_id % 2147483648 = b.stem_id

-- Messages with each term per bucket of time, for terms in enough messages to be a theme; of more
-- than $most_terms the most frequent.
with per_text as (
    select
        text_id,
        bucket,
        count(*) as messages
    from theme_said
    group by text_id, bucket
),

frequent as (
    select term
    from theme_totals
    order by messages desc, term
    limit $most_terms
)

select
    t.term,
    p.bucket,
    sum(p.messages) as messages
from theme_terms as t
inner join frequent as f on t.term = f.term
inner join per_text as p on t.text_id = p.text_id
group by t.term, p.bucket
order by t.term, p.bucket

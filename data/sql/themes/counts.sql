-- Messages per bucket of time, counted from the first day, with each of the terms asked for.
with per_text as (
    select
        text_id,
        cast(floor(date_diff('day', $first_day::date, day) / $bucket_days::double) as integer)
            as bucket,
        count(*) as messages
    from theme_said
    where
        day >= $first_day::date + $from_bucket::integer * $bucket_days::integer
        and day < $first_day::date + $until_bucket::integer * $bucket_days::integer
    group by 1, 2
)

select
    t.term_id,
    p.bucket,
    cast(sum(p.messages) as bigint) as messages
from theme_terms as t
semi join theme_asked as a on t.term_id = a.term_id
inner join per_text as p on t.text_id = p.text_id
group by t.term_id, p.bucket

-- Social posts of each of some topics per bucket of time; "none" are posts of no topic.
with buckets as (
    select distinct {trend_bucket} as bucket
    from days
    where day >= $start and day < $end and has_data
),

counted as (
    select topic_id, {trend_bucket} as bucket, count(*) as posts
    from topic_posts
    where list_contains($topic_ids::varchar[], topic_id) and {filters}
    group by 1, 2
)

select
    b.bucket,
    i.topic_id,
    coalesce(any_value(t.name), 'none') as topic,
    cast(coalesce(sum(c.posts), 0) as bigint) as posts
from buckets as b
cross join (select unnest($topic_ids::varchar[]) as topic_id) as i
left join counted as c on b.bucket = c.bucket and i.topic_id = c.topic_id
left join topics as t on i.topic_id = t.topic_id
group by b.bucket, i.topic_id
order by i.topic_id, b.bucket

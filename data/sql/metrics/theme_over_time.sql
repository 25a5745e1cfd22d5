-- One theme over the period: its messages on social media and on traditional channels, and its
-- authors, per bucket of time, beside all messages with a text.
with buckets as (
    select
        {trend_bucket} as bucket,
        sum(texts) as all_messages
    from daily_cube
    where direction = 'inbound'
    and {filters}
    group by 1
),

told as (
    select
        {trend_bucket} as bucket,
        count(*) filter (where is_social) as social,
        count(*) filter (where not is_social) as traditional,
        count(distinct author) as authors
    from theme_messages
    where theme_id = $theme_id
    and {filters}
    group by 1
)

select
    b.bucket,
    coalesce(t.social, 0) as social,
    coalesce(t.traditional, 0) as traditional,
    coalesce(t.authors, 0) as authors,
    b.all_messages
from buckets as b
left join told as t on b.bucket = t.bucket
order by b.bucket

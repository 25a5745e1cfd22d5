-- The newest moment that each source has seen, the seconds open before it, and whether the source
-- knows of any reply.
with ends as (
    select
        source,
        max(newest_at) as newest_at,
        max(case when direction = 'outbound' or last_reply_at is not null then 1 else 0 end) = 1
            as knows_replies
    from source_days
    group by source
),

timed as (
    select
        *,
        (newest_at at time zone 'UTC') at time zone $timezone as local_now_at
    from ends
)

select
    t.source,
    t.newest_at,
    t.knows_replies,
    d.open_seconds_before
    + greatest(0, least(
        date_diff('second', d.opens_at, t.local_now_at),
        date_diff('second', d.opens_at, d.closes_at)
    )) as open_now
from timed as t
left join days as d on cast(t.local_now_at as date) = d.day

-- Social volume: posts and messages on social channels per bucket of time, to us (inbound) and
-- from us (outbound). Buckets without any post count as zero.
with seen as (
    select
        case
            when $grain = 'hour'
                then cast(day as timestamp) + to_hours(cast(hour as integer))
            else cast({bucket} as timestamp)
        end as bucket,
        channel,
        sum(interactions) filter (where direction = 'inbound') as inbound,
        sum(interactions) filter (where direction = 'outbound') as outbound
    from hourly_cube
    where {filters}
    group by 1, 2
),

spine as (
    select distinct cast({bucket} as timestamp) as bucket
    from days
    where has_data and $grain <> 'hour' and day >= $start and day < $end
    union all
    select cast(day as timestamp) + to_hours(hours.hour) as bucket
    from days
    cross join (select unnest(range(24))::integer as hour) as hours
    where has_data and $grain = 'hour' and day >= $start and day < $end
),

channels_seen as (
    select distinct channel from seen
)

select
    spine.bucket,
    c.channel,
    cast(coalesce(seen.inbound, 0) as bigint) as inbound,
    cast(coalesce(seen.outbound, 0) as bigint) as outbound
from spine
cross join channels_seen as c
left join seen on spine.bucket = seen.bucket and c.channel = seen.channel
order by spine.bucket, c.channel

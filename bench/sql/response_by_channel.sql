-- Median and 90th percentile of the first response by channel.
with waited as (
    select
        channel,
        count(calendar_seconds) as answered,
        quantile_cont(calendar_seconds, [0.5, 0.9]) as seconds
    from conversations
    where {filters}
    group by channel
)

select channel, answered, seconds[1] as median_seconds, seconds[2] as p90_seconds
from waited
order by channel

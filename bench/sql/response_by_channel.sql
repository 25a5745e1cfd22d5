-- Median and 90th percentile of the first response by channel.
select
    channel,
    count(calendar_seconds) as answered,
    quantile_cont(calendar_seconds, 0.5) as median_seconds,
    quantile_cont(calendar_seconds, 0.9) as p90_seconds
from conversations
where {filters}
group by channel
order by channel

-- Social posts per local hour, for hourly lines and the hour by weekday map.
select
    day,
    hour,
    channel,
    direction,
    segment,
    region,
    tier,
    purpose,
    count(*) as interactions
from interactions
where is_social and day >= $since_day
group by day, hour, channel, direction, segment, region, tier, purpose
order by day, hour, channel

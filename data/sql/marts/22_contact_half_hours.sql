-- Inbound interactions per channel and local half hour in which there was at least one.
select
    channel,
    day,
    date_trunc('hour', local_at)
    + case when extract(minute from local_at) >= 30 then interval '30' minute
        else interval '0' minute end as half_hour,
    count(*) as contacts
from interactions
where direction = 'inbound' and day >= $since_day
group by 1, 2, 3
order by 1, 3

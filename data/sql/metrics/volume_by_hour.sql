-- Inbound social posts by weekday and local hour, with the number of such weekdays in the period
-- (so that posts divided by days is the average of that hour).
with hours as (
    select unnest(range(24))::bigint as hour
),

weekdays as (
    select weekday, count(*) as days
    from days
    where has_data and day >= $start and day < $end
    group by weekday
),

seen as (
    select d.weekday, h.hour, sum(h.interactions) as posts
    from (
        select * from hourly_cube
        where direction = 'inbound'
        and {filters}
    ) as h
    inner join days as d on h.day = d.day
    group by 1, 2
)

select
    w.weekday,
    hours.hour,
    cast(coalesce(seen.posts, 0) as bigint) as posts,
    w.days
from weekdays as w
cross join hours
left join seen on w.weekday = seen.weekday and hours.hour = seen.hour
order by w.weekday, hours.hour

-- What came before the forecast: inbound contacts per channel and local day in the eight weeks up
-- to the last day of data, zeros included. Only the choice of channels narrows it, as it does the
-- forecast.
with last_days as (
    select d.day
    from days as d
    cross join (select max(day) as last_day from days where has_data) as l
    where d.has_data and d.day > l.last_day - interval '56' day and d.day <= l.last_day
),

firsts as (
    select channel, min(day) as first_day
    from contact_half_hours
    group by channel
),

counted as (
    select channel, day, sum(contacts) as contacts
    from contact_half_hours
    group by channel, day
)

select f.channel, d.day, cast(coalesce(c.contacts, 0) as bigint) as contacts
from firsts as f
inner join last_days as d on d.day >= f.first_day
left join counted as c on f.channel = c.channel and d.day = c.day
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], f.channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by f.channel, d.day

-- Contacts by weekday and local hour.
with chosen as (
    select day, hour, sum(contacts) as contacts
    from contact_hours
    where {filters}
    group by day, hour
)

select d.weekday, c.hour, cast(sum(c.contacts) as bigint) as posts
from chosen as c
inner join days as d on c.day = d.day
group by d.weekday, c.hour
order by d.weekday, c.hour

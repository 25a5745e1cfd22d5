-- What a forecast learns from: for each channel every local half hour from its first contact to the
-- last moment of its sources, zeros included. Days between two sources, of which nothing was
-- loaded, have no rows.
with sources as (
    select
        source,
        min(day) as first_day,
        max(day) as last_day,
        max(local_newest_at) as last_at
    from source_days
    group by source
),

brought as (
    select distinct channel, source
    from source_days
    where direction = 'inbound'
),

channel_days as (
    select distinct b.channel, d.day
    from brought as b
    inner join sources as s on b.source = s.source
    inner join days as d on d.day between s.first_day and s.last_day
),

spans as (
    select b.channel, max(s.last_at) as last_at
    from brought as b
    inner join sources as s on b.source = s.source
    group by b.channel
),

firsts as (
    select channel, min(half_hour) as first_half_hour
    from contact_half_hours
    group by channel
),

grid as (
    select c.channel, c.day + slot.n * interval '30' minute as half_hour
    from channel_days as c
    cross join (select unnest(range(48)) as n) as slot
)

select g.channel, g.half_hour as ds, coalesce(h.contacts, 0) as y
from grid as g
inner join spans as s on g.channel = s.channel and g.half_hour <= s.last_at
inner join firsts as f on g.channel = f.channel and g.half_hour >= f.first_half_hour
left join contact_half_hours as h on g.channel = h.channel and g.half_hour = h.half_hour
order by g.channel, g.half_hour

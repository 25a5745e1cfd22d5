-- Contacts (inbound interactions) per local hour, from ten weeks before the period to its end: all,
-- those on social channels, on each channel, about each topic, and social posts that open with the
-- same eight words as another account's post of the seven days before. From them spikes are
-- found. Hours of all contacts stand there with 0 too; in the others they are left out. An hour is
-- usual unless its day is a holiday; seen says how much of it lies within the data.
with {contact_series}

select
    w.ds,
    'all' as series,
    cast(coalesce(e.y, 0) as bigint) as y,
    w.usual,
    w.seen
from whole as w
left join every as e on w.place = e.place
union all
select w.ds, k.series, cast(k.y as bigint), w.usual, w.seen
from kinds as k
inner join whole as w on k.place = w.place
order by series, ds

-- The hours of spike_counts as one row a series, because some hundred thousand rows take longer to read
-- than to count. Contacts are a list: of each hour its place times 2^32, plus the contacts in it. Of all
-- contacts no hour is left out, and beside them stands when each begins (ds), whether it is usual, and
-- how much of it lies within the data.
with {contact_series},

hours as (
    select
        'all' as series,
        list(w.place * 4294967296 + cast(coalesce(e.y, 0) as bigint) order by w.place) as contacts,
        list(w.ds order by w.place) as ds,
        list(w.usual order by w.place) as usual,
        list(w.seen order by w.place) as seen
    from whole as w
    left join every as e on w.place = e.place
    having count(*) > 0
)

select * from hours
union all by name
select
    k.series,
    list(k.place * 4294967296 + cast(k.y as bigint)) as contacts
from kinds as k
semi join whole as w on k.place = w.place
group by k.series
order by series

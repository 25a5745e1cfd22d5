-- A whole number for each handle that writes to us on social media: the one it had in the build
-- before, else the next.
with said as (
    select distinct lower(ltrim(handle, '@')) as handle
    from interactions
    where
        is_social and direction = 'inbound' and handle is not null
        and day >= $since_day
)

select
    s.handle,
    cast(coalesce(
        b.handle_number,
        (select coalesce(max(handle_number), 0) from handles_before)
        + row_number() over (partition by b.handle_number is null order by s.handle)
    ) as integer) as handle_number
from said as s
left join handles_before as b on s.handle = b.handle

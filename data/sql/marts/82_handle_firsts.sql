-- When each handle that is nobody's first wrote to us, and first for service.
select
    channel,
    handle,
    min(day) as first_day,
    min(day) filter (where purpose = 'service') as first_service_day
from handle_days
where not matched
group by channel, handle
order by channel, handle

-- Which handle wrote on which day, and whether it is known whose it is.
select
    day,
    channel,
    lower(ltrim(handle, '@')) as handle,
    segment,
    region,
    tier,
    purpose,
    customer_id is not null as matched,
    count(*) as interactions
from interactions
where
    is_social and direction = 'inbound' and handle is not null
    and day >= $since_day
group by
    day, channel, lower(ltrim(handle, '@')), segment, region, tier, purpose, customer_id is not null
order by day, channel

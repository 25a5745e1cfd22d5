-- Which handle wrote on which day, and whether it is known whose it is. Numbers are counted as sets of
-- bits, as those of customers are.
with counted as (
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
        day, channel, lower(ltrim(handle, '@')), segment, region, tier, purpose,
        customer_id is not null
)

select
    c.day,
    c.channel,
    c.handle,
    n.handle_number,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.matched,
    c.interactions
from counted as c
inner join handle_numbers as n on c.handle = n.handle
order by c.day, c.channel

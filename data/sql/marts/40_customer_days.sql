-- Who contacted us on which channel on which day: the grain of every distinct count of customers.
select
    day,
    customer_id,
    channel,
    is_social,
    segment,
    region,
    tier,
    purpose,
    count(*) as interactions
from interactions
where
    direction = 'inbound' and customer_id is not null
    and day >= $from_day and day < $until_day
group by day, customer_id, channel, is_social, segment, region, tier, purpose
order by day, channel, customer_id

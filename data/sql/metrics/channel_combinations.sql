-- The twelve most frequent sets of channels: each customer is counted once, under all the
-- channels used in the period.
with base as (
    select coalesce(bit_count(bitstring_agg(customer_number)), 0) as active_customers
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
),

used as (
    select distinct customer_id, channel
    from customer_days
    where {filters}
),

sets as (
    select customer_id, string_agg(channel, ' + ' order by channel) as combination
    from used
    group by customer_id
)

select combination, count(*) as customers, any_value(base.active_customers) as active_customers
from sets
cross join base
group by combination
order by customers desc, combination
limit 12

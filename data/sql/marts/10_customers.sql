-- Customers; a missing group is called unknown, so that no row drops out of a filter.
select
    customer_id,
    -- Small whole numbers: sets of customers are kept as bits when they are counted.
    cast(row_number() over (order by customer_id) as integer) as customer_number,
    name,
    email,
    coalesce(segment, 'unknown') as segment,
    coalesce(region, 'unknown') as region,
    coalesce(tier, 'unknown') as tier,
    joined_on,
    yearly_value
from newest_customers
order by customer_id

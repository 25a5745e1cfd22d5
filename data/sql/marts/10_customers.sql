-- Customers; a missing group is called unknown, so that no row drops out of a filter.
-- A customer keeps the number of the build before.
select
    c.customer_id,
    -- Small whole numbers: sets of customers are kept as bits when they are counted.
    cast(coalesce(
        b.customer_number,
        (select coalesce(max(customer_number), 0) from numbers_before)
        + row_number() over (partition by b.customer_number is null order by c.customer_id)
    ) as integer) as customer_number,
    c.name,
    c.email,
    coalesce(c.segment, 'unknown') as segment,
    coalesce(c.region, 'unknown') as region,
    coalesce(c.tier, 'unknown') as tier,
    c.joined_on,
    c.yearly_value,
    -- So that quarters of value are found among any customers without their ids.
    cast(row_number() over (order by c.yearly_value nulls last, c.customer_id) as integer)
        as value_place
from newest_customers as c
left join numbers_before as b on c.customer_id = b.customer_id
order by c.customer_id

-- Customers that messages name and the customer table does not, numbered after those that it has, or
-- as in the build before.
with named as (
    select distinct customer_id
    from interactions
    where customer_id is not null and customer_number is null and day >= $since_day
),

taken as (
    select max(customer_number) as last
    from (
        select customer_number from customers
        union all
        select customer_number from numbers_before
    ) as every_number
)

select
    n.customer_id,
    cast(coalesce(
        b.customer_number,
        coalesce(t.last, 0)
        + row_number() over (partition by b.customer_number is null order by n.customer_id)
    ) as integer) as customer_number
from named as n
cross join taken as t
left join numbers_before as b on n.customer_id = b.customer_id

-- Customers that messages name and the customer table does not, numbered after those that it has.
with named as (
    select distinct customer_id
    from interactions
    where customer_id is not null and customer_number is null
),

known as (
    select count(*) as customers
    from customers
)

select
    n.customer_id,
    cast(k.customers + row_number() over (order by n.customer_id) as integer) as customer_number
from named as n
cross join known as k

-- The numbers that customers and strangers had in the build before.
select customer_id, customer_number
from customers
union all
select distinct d.customer_id, d.customer_number
from customer_days as d
left join customers as c on d.customer_number = c.customer_number
where c.customer_number is null

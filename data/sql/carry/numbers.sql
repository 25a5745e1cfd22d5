-- The numbers that customers and strangers had in the build before.
select customer_id, customer_number
from customers
union
select customer_id, customer_number
from customer_days

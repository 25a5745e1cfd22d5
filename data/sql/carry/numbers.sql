-- The numbers that customers and strangers had in the build before.
select customer_id, customer_number
from customers
union all
select customer_id, customer_number
from stranger_numbers

-- The numbers that people had in the build before whom messages name and the customer table does not.
select distinct d.customer_id, d.customer_number
from customer_days as d
left join customers as c on d.customer_number = c.customer_number
where c.customer_number is null

-- The numbers that people had in the build before whom messages name and the customer table does not.
select distinct d.customer_id, d.customer_number
from customer_days as d
left join customers as c on d.customer_number = c.customer_number
where
    c.customer_number is null
    -- Which is told at a glance of most who are not strangers.
    and d.segment = 'unknown' and d.region = 'unknown' and d.tier = 'unknown'

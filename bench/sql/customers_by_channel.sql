-- Distinct customers by channel.
select channel, bit_count(bitstring_agg(customer_number)) as customers
from customer_days
where {filters}
group by channel
order by customers desc

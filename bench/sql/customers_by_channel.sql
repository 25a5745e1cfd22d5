-- Distinct customers by channel.
select channel, count(distinct customer_id) as customers
from customer_days
where {filters}
group by channel
order by customers desc

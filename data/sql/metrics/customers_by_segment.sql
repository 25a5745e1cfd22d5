-- Customers by segment: everybody in the customer table under the chosen groups, whom a survey could
-- ask. Period, channel and purpose do not narrow it.
select
    segment,
    count(*) as customers
from customers
where
    {customer_filters}
group by segment
order by customers desc, segment

-- When each customer who ever did first wrote on social media, and first for service there.
select
    customer_id,
    min(day) as first_social_day,
    min(day) filter (where purpose = 'service') as first_social_service_day
from customer_days
where is_social
group by customer_id
order by customer_id

-- When each customer first wrote on social media, and first for service there.
select
    customer_id,
    min(day) filter (where is_social) as first_social_day,
    min(day) filter (where is_social and purpose = 'service') as first_social_service_day
from customer_days
group by customer_id
order by customer_id

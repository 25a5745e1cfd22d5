-- Share of active customers on social media: customers with at least one inbound interaction on
-- any social channel in the period, divided by customers with at least one on any channel.
-- Handles that are not matched to a customer are not counted, so this is a lower bound.
with base as (
    select coalesce(bit_count(bitstring_agg(customer_number)), 0) as active_customers
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
),

everyone as (
    select count(*) as all_customers
    from customers
    where {customer_filters}
),

seen as (
    select coalesce(bit_count(bitstring_agg(customer_number)), 0) as customers
    from customer_days
    where is_social
    and {filters}
)

select seen.customers, base.active_customers, everyone.all_customers
from seen
cross join base
cross join everyone

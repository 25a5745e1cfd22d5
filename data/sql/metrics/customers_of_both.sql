-- Customers of two choices of filters, A and B, and those who are in both: whoever made contact in
-- the period, on the channels and for the purposes chosen, and belongs to the groups chosen.
with a as (
    select distinct customer_id
    from customer_days
    where {filters}
),

b as (
    select distinct customer_id
    from customer_days
    where {b_filters}
)

select
    count(a.customer_id) as customers_a,
    count(b.customer_id) as customers_b,
    count(*) filter (where a.customer_id is not null and b.customer_id is not null)
        as customers_both
from a
full outer join b on a.customer_id = b.customer_id

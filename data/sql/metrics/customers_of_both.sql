-- Customers of two choices of filters, A and B, and those who are in both: whoever made contact in
-- the period, on the channels and for the purposes chosen, and belongs to the groups chosen.
with chosen as (
    select
        customer_number,
        ({filters}) as in_a,
        ({b_filters}) as in_b
    from customer_days
    where day >= least($start::date, $b_start::date) and day < greatest($end::date, $b_end::date)
),

-- Each contact goes into one set, and the sets are put together.
sets as (
    select
        in_a,
        in_b,
        bitstring_agg(customer_number) as customers
    from chosen
    where in_a or in_b
    group by in_a, in_b
),

counted as (
    select
        coalesce(bit_count(bit_or(customers) filter (where in_a)), 0) as customers_a,
        coalesce(bit_count(bit_or(customers) filter (where in_b)), 0) as customers_b,
        coalesce(bit_count(bit_or(customers)), 0) as customers_either
    from sets
)

select
    customers_a,
    customers_b,
    customers_a + customers_b - customers_either as customers_both
from counted

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

counted as (
    select
        coalesce(bit_count(bitstring_agg(customer_number) filter (where in_a)), 0) as customers_a,
        coalesce(bit_count(bitstring_agg(customer_number) filter (where in_b)), 0) as customers_b,
        coalesce(bit_count(bitstring_agg(customer_number) filter (where in_a or in_b)), 0)
            as customers_either
    from chosen
)

select
    customers_a,
    customers_b,
    customers_a + customers_b - customers_either as customers_both
from counted

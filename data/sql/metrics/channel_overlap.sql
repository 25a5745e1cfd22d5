-- Which channels the same customers use: customers with at least one inbound interaction on both
-- channels in the period, and those on the first of the two.
with used as (
    select channel, bitstring_agg(customer_number) as numbers
    from customer_days
    where {filters}
    group by channel
),

totals as materialized (
    select channel, numbers, cast(bit_count(numbers) as bigint) as customers
    from used
)

select
    a.channel as channel_a,
    b.channel as channel_b,
    a.customers as customers_a,
    cast(bit_count(a.numbers & b.numbers) as bigint) as customers_both
from totals as a
cross join totals as b
order by a.customers desc, b.customers desc, channel_a, channel_b

-- Which channels the same customers use: customers with at least one inbound interaction on both
-- channels in the period, and those on the first of the two.
with used as (
    select distinct customer_id, channel
    from customer_days
    where {filters}
),

totals as (
    select channel, count(*) as customers
    from used
    group by channel
),

pairs as (
    select a.channel as channel_a, b.channel as channel_b, count(*) as customers_both
    from used as a
    inner join used as b on a.customer_id = b.customer_id
    group by 1, 2
)

select
    a.channel as channel_a,
    b.channel as channel_b,
    a.customers as customers_a,
    coalesce(pairs.customers_both, 0) as customers_both
from totals as a
cross join totals as b
left join pairs on a.channel = pairs.channel_a and b.channel = pairs.channel_b
order by a.customers desc, b.customers desc, channel_a, channel_b

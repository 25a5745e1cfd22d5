-- Which channels the same customers use: customers with at least one inbound interaction on both
-- channels in the period, and those on the first of the two.
with bits as (
    -- Each channel is a bit, so that a customer's channels are one number.
    select channel, 1::hugeint << cast(row_number() over (order by channel) - 1 as integer) as bit
    from channels
),

used as (
    select d.customer_number, bit_or(b.bit) as bits
    from (
        select customer_number, channel from customer_days
        where {filters}
    ) as d
    inner join bits as b on d.channel = b.channel
    group by d.customer_number
),

sets as (
    select bits, count(*) as customers
    from used
    group by bits
),

totals as (
    select b.channel, any_value(b.bit) as bit, cast(sum(s.customers) as bigint) as customers
    from sets as s
    inner join bits as b on (s.bits & b.bit) <> 0
    group by b.channel
),

pairs as (
    select
        a.channel as channel_a,
        b.channel as channel_b,
        cast(sum(s.customers) as bigint) as customers_both
    from totals as a
    cross join totals as b
    inner join sets as s on (s.bits & a.bit) <> 0 and (s.bits & b.bit) <> 0
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

-- The twelve most frequent sets of channels: each customer is counted once, under all the
-- channels used in the period.
with base as (
    select coalesce(bit_count(bitstring_agg(customer_number)), 0) as active_customers
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
),

-- Each channel is a bit, so that a customer's channels are one number.
bits as (
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

named as (
    select
        s.bits,
        any_value(s.customers) as customers,
        string_agg(b.channel, ' + ' order by b.channel) as combination
    from sets as s
    inner join bits as b on (s.bits & b.bit) <> 0
    group by s.bits
)

select named.combination, named.customers, base.active_customers
from named
cross join base
order by named.customers desc, named.combination
limit 12

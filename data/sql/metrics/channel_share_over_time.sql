-- Share of customers by channel in each bucket of time: customers with at least one inbound
-- interaction on the channel in the bucket, divided by customers active in that bucket. Shorter
-- buckets catch fewer channels per customer, so shares of buckets are lower than that of the
-- period.
with base as (
    select
        {trend_bucket} as bucket,
        coalesce(bit_count(bitstring_agg(customer_number)), 0) as active_customers
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
    group by 1
),

seen as (
    select
        {trend_bucket} as bucket,
        channel,
        any_value(is_social) as is_social,
        count(distinct customer_number) as customers
    from customer_days
    where $trend_grain = 'day' and {filters}
    group by 1, 2
    union all
    -- Longer buckets hold so many customers that a bit for each is the smaller set.
    select
        {trend_bucket} as bucket,
        channel,
        any_value(is_social) as is_social,
        bit_count(bitstring_agg(customer_number)) as customers
    from customer_days
    where $trend_grain <> 'day' and {filters}
    group by 1, 2
),

channels_seen as (
    select channel, any_value(is_social) as is_social
    from seen
    group by channel
)

select
    base.bucket,
    c.channel,
    c.is_social,
    coalesce(seen.customers, 0) as customers,
    base.active_customers
from base
cross join channels_seen as c
left join seen on base.bucket = seen.bucket and c.channel = seen.channel
order by base.bucket, c.channel

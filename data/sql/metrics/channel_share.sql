-- Share of customers by channel: customers with at least one inbound interaction on the channel
-- in the period, divided by customers active in the period (at least one inbound interaction on
-- any channel, whatever the purpose). A customer may use several channels, so shares may add up
-- to more than 100 %. Contact mix is another number: interactions on the channel divided by all
-- inbound interactions, whatever channel and purpose are chosen. Customers without a number in the log (unmatched handles) are not seen.
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
    select channel, coalesce(bit_count(bitstring_agg(customer_number)), 0) as customers
    from customer_days
    where {filters}
    group by channel
),

everything as (
    select cast(sum(interactions) as bigint) as all_interactions
    from daily_cube
    where direction = 'inbound' and day >= $start and day < $end
    and {customer_filters}
),

mix as (
    select channel, any_value(is_social) as is_social, sum(interactions) as interactions
    from daily_cube
    where direction = 'inbound'
    and {filters}
    group by channel
)

select
    mix.channel,
    mix.is_social,
    coalesce(seen.customers, 0) as customers,
    base.active_customers,
    everyone.all_customers,
    cast(mix.interactions as bigint) as interactions,
    everything.all_interactions
from mix
left join seen on mix.channel = seen.channel
cross join base
cross join everyone
cross join everything
order by customers desc, interactions desc, mix.channel

-- Share of customers by channel: customers with at least one inbound interaction on the channel
-- in the period, divided by customers active in the period (at least one inbound interaction on
-- any channel, whatever the purpose). A customer may use several channels, so shares may add up
-- to more than 100 %. Contact mix is another number: interactions on the channel divided by all
-- inbound interactions, whatever channel and purpose are chosen. Customers without a number in the log (unmatched handles) are not seen.
with seen as (
    select channel, bitstring_agg(customer_number) as customers
    from customer_days
    where {filters}
    group by channel
),

-- Where channels and purposes are not chosen, the active are those seen on any channel, and the days
-- are read once.
active as (
    select customers
    from seen
    where len($channels::varchar[]) = 0 and len($purposes::varchar[]) = 0
    union all
    select bitstring_agg(customer_number) as customers
    from customer_days
    where
        (len($channels::varchar[]) > 0 or len($purposes::varchar[]) > 0)
        and day >= $start and day < $end
        and {customer_filters}
),

base as (
    select coalesce(bit_count(bit_or(customers)), 0) as active_customers
    from active
),

everyone as (
    select count(*) as all_customers
    from customers
    where {customer_filters}
),

contacts as (
    select
        channel,
        any_value(is_social) as is_social,
        sum(interactions) as of_all_purposes,
        sum(interactions) filter (
            where len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose)
        ) as interactions
    from daily_cube
    where direction = 'inbound' and day >= $start and day < $end
    and {customer_filters}
    group by channel
),

everything as (
    select cast(sum(of_all_purposes) as bigint) as all_interactions
    from contacts
)

select
    c.channel,
    c.is_social,
    cast(coalesce(bit_count(s.customers), 0) as bigint) as customers,
    base.active_customers,
    everyone.all_customers,
    cast(c.interactions as bigint) as interactions,
    everything.all_interactions
from contacts as c
left join seen as s on c.channel = s.channel
cross join base
cross join everyone
cross join everything
where
    c.interactions is not null
    and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], c.channel))
order by customers desc, interactions desc, c.channel

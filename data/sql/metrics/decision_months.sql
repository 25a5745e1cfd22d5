-- Customers who ask for service on social media, month by month up to the end of the period: those
-- with an inbound service message on a social channel in the month, and all customers of the chosen
-- groups who had joined by its end. Whole months with data only. Channel and purpose do not narrow it.
with months as (
    select
        cast(date_trunc('month', day) as date) as month,
        max(day) as last_day,
        count(*) filter (where has_data) as data_days,
        count(*) as month_days
    from days
    where day < $end::date
    group by cast(date_trunc('month', day) as date)
),

whole as (
    select month, last_day
    from months
    where data_days >= month_days - 3 and month_days >= 28
),

seen as (
    select
        cast(date_trunc('month', day) as date) as month,
        bit_count(bitstring_agg(customer_number)) as users
    from customer_days
    where
        is_social and purpose = 'service' and day < $end::date
        and {customer_filters}
    group by cast(date_trunc('month', day) as date)
),

joined as (
    select joined_on, count(*) as customers
    from customers
    where {customer_filters}
    group by joined_on
)

select
    w.month,
    cast(coalesce(any_value(s.users), 0) as bigint) as users,
    cast(coalesce(sum(j.customers), 0) as bigint) as customers
from whole as w
left join joined as j on j.joined_on is null or j.joined_on <= w.last_day
left join seen as s on w.month = s.month
group by w.month
order by w.month

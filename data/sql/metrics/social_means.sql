-- Means of customers on social media: yearly value, years as a customer, contacts in the period and
-- contacts on traditional channels, of customers active in the period who wrote on a social channel
-- and of those who did not, as counts and sums of values, squares and cubes by segment and tier.
with {active_customers},

people as (
    select
        a.on_social,
        a.contacts,
        a.traditional,
        c.segment,
        c.tier,
        c.yearly_value as amount,
        date_diff('day', c.joined_on, $end::date) / 365.25 as years
    from active as a
    join customers as c on a.customer_number = c.customer_number
),

-- All measures in one pass over the customers; a group of few rows each is turned afterwards.
summed as (
    select
        segment,
        tier,
        on_social,
        [
            struct_pack(
                measure := 'yearly value', n := count(amount), total := sum(amount),
                squares := sum(amount * amount), cubes := sum(amount * amount * amount)
            ),
            struct_pack(
                measure := 'years as a customer', n := count(years), total := sum(years),
                squares := sum(years * years), cubes := sum(years * years * years)
            ),
            struct_pack(
                measure := 'contacts', n := count(*), total := sum(contacts),
                squares := sum(contacts * contacts), cubes := sum(contacts * contacts * contacts)
            ),
            struct_pack(
                measure := 'traditional contacts', n := count(*), total := sum(traditional),
                squares := sum(traditional * traditional),
                cubes := sum(traditional * traditional * traditional)
            )
        ] as measures
    from people
    group by segment, tier, on_social
),

measured as (
    select
        segment,
        tier,
        on_social,
        unnest(measures) as m
    from summed
)

select
    m.measure,
    segment,
    tier,
    cast(coalesce(sum(m.n) filter (where on_social), 0) as bigint) as n_social,
    coalesce(sum(m.total) filter (where on_social), 0) as sum_social,
    coalesce(sum(m.squares) filter (where on_social), 0) as squares_social,
    coalesce(sum(m.cubes) filter (where on_social), 0) as cubes_social,
    cast(coalesce(sum(m.n) filter (where not on_social), 0) as bigint) as n_rest,
    coalesce(sum(m.total) filter (where not on_social), 0) as sum_rest,
    coalesce(sum(m.squares) filter (where not on_social), 0) as squares_rest,
    coalesce(sum(m.cubes) filter (where not on_social), 0) as cubes_rest
from measured
where m.n > 0
group by m.measure, segment, tier
order by m.measure, segment, tier

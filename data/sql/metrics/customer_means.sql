-- Means of customers active in the period, whatever channel and purpose are chosen: yearly value,
-- years as a customer, contacts in the period and contacts on traditional channels, as counts and
-- sums of values and squares. A measure that is not known of any customer is left out.
with {active_customers},

people as (
    select
        a.contacts,
        a.traditional,
        c.yearly_value as amount,
        date_diff('day', c.joined_on, $end::date) / 365.25 as years
    from active as a
    inner join customers as c on a.customer_number = c.customer_number
),

summed as (
    select
        [
            struct_pack(
                measure := 'contacts', n := count(*), total := sum(contacts),
                squares := sum(contacts * contacts)
            ),
            struct_pack(
                measure := 'traditional contacts', n := count(*), total := sum(traditional),
                squares := sum(traditional * traditional)
            ),
            struct_pack(
                measure := 'yearly value', n := count(amount), total := sum(amount),
                squares := sum(amount * amount)
            ),
            struct_pack(
                measure := 'years as a customer', n := count(years), total := sum(years),
                squares := sum(years * years)
            )
        ] as measures
    from people
),

measured as (
    select unnest(measures) as m
    from summed
)

select
    m.measure as measure,
    m.n as n,
    m.total as total,
    m.squares as squares
from measured
where m.n > 0
order by measure

-- Means of customers on social media: yearly value, years as a customer, contacts in the period and
-- contacts on traditional channels, of customers active in the period who wrote on a social channel
-- and of those who did not, as counts and sums of values, squares and cubes by segment and tier.
with active as (
    select
        customer_number,
        coalesce(
            bool_or(
                is_social
                and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
                and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
            ), false
        ) as on_social,
        cast(sum(interactions) as double) as contacts,
        cast(coalesce(sum(interactions) filter (where not is_social), 0) as double) as traditional
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
    group by customer_number
),

people as (
    select
        a.*,
        c.segment,
        c.tier,
        c.yearly_value,
        date_diff('day', c.joined_on, $end::date) / 365.25 as years
    from active as a
    join customers as c on a.customer_number = c.customer_number
),

measured as (
    select 'yearly value' as measure, segment, tier, on_social, yearly_value as amount from people
    union all
    select 'years as a customer' as measure, segment, tier, on_social, years as amount from people
    union all
    select 'contacts' as measure, segment, tier, on_social, contacts as amount from people
    union all
    select 'traditional contacts' as measure, segment, tier, on_social, traditional as amount
    from people
)

select
    measure,
    segment,
    tier,
    count(*) filter (where on_social) as n_social,
    coalesce(sum(amount) filter (where on_social), 0) as sum_social,
    coalesce(sum(amount * amount) filter (where on_social), 0) as squares_social,
    coalesce(sum(amount * amount * amount) filter (where on_social), 0) as cubes_social,
    count(*) filter (where not on_social) as n_rest,
    coalesce(sum(amount) filter (where not on_social), 0) as sum_rest,
    coalesce(sum(amount * amount) filter (where not on_social), 0) as squares_rest,
    coalesce(sum(amount * amount * amount) filter (where not on_social), 0) as cubes_rest
from measured
where amount is not null
group by measure, segment, tier
order by measure, segment, tier

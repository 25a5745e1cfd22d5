-- Profile of customers on social media: of the customers active in the period (at least one inbound
-- interaction), how many belong to each segment, region, tier, tenure and quarter of
-- yearly value, and how many of those wrote on a social channel. The purpose and channel that are
-- chosen narrow who counts as on social media, never the base. Unmatched handles are not seen.
with {active_customers},

people as (
    select
        a.on_social,
        c.segment,
        c.region,
        c.tier,
        case
            when c.joined_on is null then 'unknown'
            when c.joined_on > $end::date - interval 1 year then 'under 1 year'
            when c.joined_on > $end::date - interval 3 year then '1 to 3 years'
            when c.joined_on > $end::date - interval 6 year then '3 to 6 years'
            else '6 years and more'
        end as tenure,
        case
            when c.yearly_value is null then 'unknown'
            else case ntile(4) over (partition by c.yearly_value is null order by c.value_place)
                when 1 then 'lowest quarter'
                when 2 then 'second quarter'
                when 3 then 'third quarter'
                else 'highest quarter'
            end
        end as yearly_value
    from active as a
    join customers as c on a.customer_number = c.customer_number
),

-- Few cells, which each dimension adds up.
cells as materialized (
    select
        segment,
        region,
        tier,
        tenure,
        yearly_value,
        count(*) as active_customers,
        count(*) filter (where on_social) as customers_social
    from people
    group by segment, region, tier, tenure, yearly_value
),

grouped as (
    select 'segment' as dimension, segment as category, * from cells
    union all
    select 'region' as dimension, region as category, * from cells
    union all
    select 'tier' as dimension, tier as category, * from cells
    union all
    select 'tenure' as dimension, tenure as category, * from cells
    union all
    select 'yearly value' as dimension, yearly_value as category, * from cells
)

select
    dimension,
    category,
    cast(sum(active_customers) as bigint) as active_customers,
    cast(sum(customers_social) as bigint) as customers_social
from grouped
group by dimension, category
order by dimension, category

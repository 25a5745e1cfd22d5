-- Log-based share of customers at each survey wave: customers seen on a social channel from the
-- first day of the log to the wave's last day, divided by all customers who had joined by its first
-- day; the same for service; for all and by segment, region and tier. Unmatched handles are accounts
-- seen by then whose customer is not known: were each of them another customer, they would come on
-- top. Their group is not known, so all of them are counted in each group. Period, channel and
-- purpose do not narrow it. A viewer of some regions or segments only gets no unmatched handles.
with waves as (
    select
        wave,
        coalesce(first_day, (select max(day) from days where has_data)) as first_day,
        coalesce(last_day, (select max(day) from days where has_data)) as last_day
    from survey_waves
),

log as (
    select min(day) as first_day from days where has_data
),

people as (
    select
        w.wave,
        c.segment,
        c.region,
        c.tier,
        coalesce(f.first_social_day <= w.last_day, false) as on_social,
        coalesce(f.first_social_service_day <= w.last_day, false) as on_social_for_service
    from customers as c
    cross join waves as w
    left join customer_firsts as f on c.customer_id = f.customer_id
    where
        (c.joined_on is null or c.joined_on <= w.first_day)
        and {customer_filters}
),

cells as (
    select
        wave,
        segment,
        region,
        tier,
        count(*) as customers,
        count(*) filter (where on_social) as customers_social,
        count(*) filter (where on_social_for_service) as customers_service
    from people
    group by wave, segment, region, tier
),

grouped as (
    select 'all' as dimension, 'all customers' as category, * from cells
    union all by name
    select 'segment' as dimension, segment as category, * from cells
    union all by name
    select 'region' as dimension, region as category, * from cells
    union all by name
    select 'tier' as dimension, tier as category, * from cells
),

unmatched as (
    select
        w.wave,
        count(*) as unmatched_handles,
        count(*) filter (where h.first_service_day <= w.last_day) as unmatched_service_handles
    from waves as w
    join handle_firsts as h on h.first_day <= w.last_day
    where len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
    group by w.wave
)

select
    g.wave,
    any_value(w.last_day) as until_day,
    any_value(date_diff('day', log.first_day, w.last_day)) + 1 as log_days,
    g.dimension,
    g.category,
    cast(sum(g.customers) as bigint) as customers,
    cast(sum(g.customers_social) as bigint) as customers_social,
    cast(sum(g.customers_service) as bigint) as customers_service,
    coalesce(any_value(u.unmatched_handles), 0) as unmatched_handles,
    coalesce(any_value(u.unmatched_service_handles), 0) as unmatched_service_handles
from grouped as g
join waves as w on g.wave = w.wave
cross join log
left join unmatched as u on g.wave = u.wave
group by g.wave, g.dimension, g.category
order by g.wave, g.dimension, g.category

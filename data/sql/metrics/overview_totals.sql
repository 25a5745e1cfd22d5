-- The figures of the overview for the whole period: customers on social media and active, inbound
-- social posts and their sentiment, social conversations by purpose, first human replies and
-- whether they came within the service-level target (unanswered and overdue counts as breached,
-- not yet due as open).
with people as (
    select
        coalesce(bit_count(bitstring_agg(customer_number) filter (
            where is_social
            and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
            and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
        )), 0) as customers_social,
        coalesce(bit_count(bitstring_agg(customer_number)), 0) as customers_active
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
),

posts as (
    select
        cast(coalesce(sum(interactions), 0) as bigint) as posts,
        cast(coalesce(sum(interactions) filter (where sentiment = 'negative'), 0) as bigint)
            as negative,
        cast(coalesce(sum(interactions) filter (where sentiment = 'neutral'), 0) as bigint)
            as neutral,
        cast(coalesce(sum(interactions) filter (where sentiment = 'positive'), 0) as bigint)
            as positive
    from daily_cube
    where direction = 'inbound' and is_social
    and {filters}
),

talks as (
    select
        count_if(purpose = 'service') as service,
        count_if(purpose = 'marketing') as marketing,
        count_if(purpose = 'other') as other,
        count(seconds) as answered,
        list_sort(list(seconds) filter (where seconds is not null)) as sorted,
        count_if(sla = 'met') as sla_met,
        count_if(sla = 'breached') as sla_breached,
        count_if(sla = 'open') as sla_open
    from (
        select
            purpose,
            case when $hours = 'business' then business_seconds else calendar_seconds end
                as seconds,
            case when $hours = 'business' then business_sla else calendar_sla end as sla
        from social_conversations
        where {filters}
    )
),

-- Both quantiles lie between two of the sorted waits, as quantile_cont takes them.
placed as (
    select
        *,
        cast(0.5 * (answered - 1) as double) as median_place,
        cast(0.9 * (answered - 1) as double) as p90_place
    from talks
)

-- The limits (95 %) of median and P90 are waits themselves, by rank; none where n is too small.
select
    people.*,
    posts.*,
    cast(coalesce(service, 0) as bigint) as service,
    cast(coalesce(marketing, 0) as bigint) as marketing,
    cast(coalesce(other, 0) as bigint) as other,
    answered,
    sorted[cast(1 + floor(median_place) as bigint)]
    + (median_place - floor(median_place)) * (
        sorted[cast(1 + ceil(median_place) as bigint)]
        - sorted[cast(1 + floor(median_place) as bigint)]
    ) as median_seconds,
    sorted[cast(1 + floor(p90_place) as bigint)]
    + (p90_place - floor(p90_place)) * (
        sorted[cast(1 + ceil(p90_place) as bigint)]
        - sorted[cast(1 + floor(p90_place) as bigint)]
    ) as p90_seconds,
    cast(coalesce(sla_met, 0) as bigint) as sla_met,
    cast(coalesce(sla_breached, 0) as bigint) as sla_breached,
    cast(coalesce(sla_open, 0) as bigint) as sla_open,
    sorted[cast(floor(0.5 * answered - 0.98 * sqrt(answered) + 0.5) as bigint)]
        as median_low_seconds,
    sorted[cast(ceil(0.5 * answered + 0.98 * sqrt(answered) + 0.5) as bigint)]
        as median_high_seconds,
    sorted[cast(floor(0.9 * answered - 0.588 * sqrt(answered) + 0.5) as bigint)]
        as p90_low_seconds,
    sorted[cast(ceil(0.9 * answered + 0.588 * sqrt(answered) + 0.5) as bigint)]
        as p90_high_seconds
from people
cross join posts
cross join placed

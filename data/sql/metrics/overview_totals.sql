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
        count(*) filter (where purpose = 'service') as service,
        count(*) filter (where purpose = 'marketing') as marketing,
        count(*) filter (where purpose = 'other') as other,
        count(seconds) as answered,
        coalesce(list_sort(list(seconds) filter (where seconds is not null)), []) as sorted,
        quantile_cont(seconds, 0.5) as median_seconds,
        quantile_cont(seconds, 0.9) as p90_seconds,
        count(*) filter (where sla = 'met') as sla_met,
        count(*) filter (where sla = 'breached') as sla_breached,
        count(*) filter (where sla = 'open') as sla_open
    from (
        select
            purpose,
            case when $hours = 'business' then business_seconds else calendar_seconds end
                as seconds,
            case when $hours = 'business' then business_sla else calendar_sla end as sla
        from conversations
        where is_social
        and {filters}
    )
)

-- The limits (95 %) of median and P90 are waits themselves, by rank; none where n is too small.
select
    people.*,
    posts.*,
    talks.* exclude (sorted),
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
cross join talks

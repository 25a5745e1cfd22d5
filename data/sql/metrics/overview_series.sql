-- The figures of the overview per bucket of time, for the sparklines.
with people as (
    select
        {trend_bucket} as bucket,
        coalesce(bit_count(bitstring_agg(customer_number) filter (
            where is_social
            and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
            and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
        )), 0) as customers_social,
        coalesce(bit_count(bitstring_agg(customer_number)), 0) as customers_active
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
    group by 1
),

posts as (
    select
        {trend_bucket} as bucket,
        sum(interactions) as posts,
        sum(interactions) filter (where sentiment = 'negative') as negative,
        sum(interactions) filter (where sentiment = 'neutral') as neutral,
        sum(interactions) filter (where sentiment = 'positive') as positive
    from daily_cube
    where direction = 'inbound' and is_social
    and {filters}
    group by 1
),

talks as (
    select
        {trend_bucket} as bucket,
        count_if(purpose = 'service') as service,
        count_if(purpose = 'marketing') as marketing,
        count_if(purpose = 'other') as other,
        count(seconds) as answered,
        quantile_cont(seconds, [0.5, 0.9]) as quantiles,
        count_if(sla = 'met') as sla_met,
        count_if(sla = 'breached') as sla_breached,
        count_if(sla = 'open') as sla_open
    from (
        select
            day,
            purpose,
            case when $hours = 'business' then business_seconds else calendar_seconds end
                as seconds,
            case when $hours = 'business' then business_sla else calendar_sla end as sla
        from social_conversations
        where {filters}
    )
    group by 1
),

spine as (
    select
        {trend_bucket} as bucket,
        count(*) as days
    from days
    where has_data and day >= $start and day < $end
    group by 1
)

select
    spine.bucket,
    spine.days,
    coalesce(people.customers_social, 0) as customers_social,
    coalesce(people.customers_active, 0) as customers_active,
    cast(coalesce(posts.posts, 0) as bigint) as posts,
    cast(coalesce(talks.service, 0) as bigint) as service,
    cast(coalesce(talks.marketing, 0) as bigint) as marketing,
    cast(coalesce(talks.other, 0) as bigint) as other,
    cast(coalesce(posts.negative, 0) as bigint) as negative,
    cast(coalesce(posts.neutral, 0) as bigint) as neutral,
    cast(coalesce(posts.positive, 0) as bigint) as positive,
    coalesce(talks.answered, 0) as answered,
    talks.quantiles[1] as median_seconds,
    talks.quantiles[2] as p90_seconds,
    cast(coalesce(talks.sla_met, 0) as bigint) as sla_met,
    cast(coalesce(talks.sla_breached, 0) as bigint) as sla_breached,
    cast(coalesce(talks.sla_open, 0) as bigint) as sla_open
from spine
left join people on spine.bucket = people.bucket
left join posts on spine.bucket = posts.bucket
left join talks on spine.bucket = talks.bucket
order by spine.bucket

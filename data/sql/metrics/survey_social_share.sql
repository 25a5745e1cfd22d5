-- Survey-based share of customers on social media: respondents who say that they contact us on a
-- social channel, and those who do so for service, per wave, for all and by segment, region and
-- tier. Weights are raked to the customers of the wave's first day; a wave that cannot be weighted
-- counts each answer once. The residuals are what segment, region and tier do not explain of the
-- answer; intervals are drawn from them. Period, channel and purpose do not narrow a survey.
with answers as (
    select a.*, w.problem, coalesce(a.weight, 1.0) as used_weight
    from survey_answers as a
    join survey_waves as w on a.wave = w.wave
    where
        a.told_channels and (w.problem is not null or a.weight is not null)
        and {customer_filters}
),

grouped as (
    select 'all' as dimension, 'all customers' as category, * from answers
    union all by name
    select 'segment' as dimension, segment as category, * from answers
    union all by name
    select 'region' as dimension, region as category, * from answers
    union all by name
    select 'tier' as dimension, tier as category, * from answers
),

totals as (
    select
        wave,
        dimension,
        category,
        count(*) as answers,
        count(*) filter (where uses_social) as answers_social,
        count(*) filter (where uses_social_for_service) as answers_service,
        sum(used_weight) as weight_sum,
        sum(used_weight * used_weight) as weight_squared_sum,
        coalesce(sum(used_weight) filter (where uses_social), 0) as social_weight,
        coalesce(sum(used_weight) filter (where uses_social_for_service), 0) as service_weight,
        coalesce(sum(used_weight * used_weight) filter (where uses_social), 0)
            as social_weight_squared,
        coalesce(sum(used_weight * used_weight) filter (where uses_social_for_service), 0)
            as service_weight_squared,
        any_value(problem) is null as is_weighted
    from grouped
    group by wave, dimension, category
),

scored as (
    select *, 'social' as outcome, case when uses_social then 1 else 0 end as points
    from grouped
    union all by name
    select
        *,
        'service' as outcome,
        case when uses_social_for_service then 1 else 0 end as points
    from grouped
),

{survey_residuals}

select
    t.*,
    social.residual_squared as social_residual_squared,
    service.residual_squared as service_residual_squared
from totals as t
left join residuals as social
    on t.wave = social.wave and t.dimension = social.dimension and t.category = social.category
    and social.outcome = 'social'
left join residuals as service
    on t.wave = service.wave and t.dimension = service.dimension and t.category = service.category
    and service.outcome = 'service'
order by t.wave, t.dimension, t.category

-- Survey scores: CSAT is the share of answers in the top two of five boxes; NPS is the share of 9-10
-- minus the share of 0-6, times 100. Per wave, for all and by segment, region, tier and age band,
-- weighted to the customers of the wave's first day (each answer once where a wave cannot be
-- weighted). The residuals are what segment, region and tier do not explain of the answer; intervals
-- are drawn from them. Period, channel and purpose do not narrow a survey.
with answers as (
    select
        a.wave,
        a.segment,
        a.region,
        a.tier,
        a.age_band,
        a.cell,
        a.csat,
        a.nps,
        a.variance_weight,
        w.problem,
        coalesce(a.weight, 1.0) as used_weight
    from survey_answers as a
    join survey_waves as w on a.wave = w.wave
    where
        (w.problem is not null or a.weight is not null)
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
    union all by name
    select 'age' as dimension, age_band as category, * from answers
),

totals as (
    select
        wave,
        dimension,
        category,
        count(*) as answers,
        count(csat) as csat_answers,
        coalesce(sum(used_weight) filter (where csat is not null), 0) as csat_weight_sum,
        coalesce(sum(used_weight * used_weight) filter (where csat is not null), 0)
            as csat_weight_squared_sum,
        coalesce(sum(used_weight) filter (where csat >= 4), 0) as csat_top_weight,
        coalesce(sum(used_weight * used_weight) filter (where csat >= 4), 0)
            as csat_top_weight_squared,
        count(nps) as nps_answers,
        coalesce(sum(used_weight * used_weight) filter (where nps is not null), 0)
            as nps_weight_squared_sum,
        coalesce(sum(used_weight) filter (where nps >= 9), 0) as promoters,
        coalesce(sum(used_weight) filter (where nps between 7 and 8), 0) as passives,
        coalesce(sum(used_weight) filter (where nps <= 6), 0) as detractors,
        coalesce(sum(used_weight * used_weight) filter (where nps >= 9), 0) as promoters_squared,
        coalesce(sum(used_weight * used_weight) filter (where nps <= 6), 0) as detractors_squared,
        any_value(problem) is null as is_weighted
    from grouped
    group by wave, dimension, category
),

scored as (
    select *, 'csat' as outcome, case when csat >= 4 then 1 else 0 end as points
    from grouped
    where csat is not null
    union all by name
    select
        *,
        'nps' as outcome,
        case when nps >= 9 then 1 when nps <= 6 then -1 else 0 end as points
    from grouped
    where nps is not null
),

{survey_residuals}

select
    t.*,
    happy.residual_squared as csat_residual_squared,
    fans.residual_squared as nps_residual_squared
from totals as t
left join residuals as happy
    on t.wave = happy.wave and t.dimension = happy.dimension and t.category = happy.category
    and happy.outcome = 'csat'
left join residuals as fans
    on t.wave = fans.wave and t.dimension = fans.dimension and t.category = fans.category
    and fans.outcome = 'nps'
order by t.wave, t.dimension, t.category

-- Survey choices: channels used to contact us (several may be named), the channel preferred, and the
-- reasons for using social media (several may be named), as weighted shares of those who answered
-- the question. Reasons are asked of those who use a social channel. Shares of a question with
-- several answers may add up to more than 100 %. The residuals are what segment, region and tier do
-- not explain of the answer; intervals are drawn from them. Period, channel and purpose do not narrow
-- a survey.
with answers as (
    select
        a.*,
        w.problem,
        coalesce(a.weight, 1.0) as used_weight
    from survey_answers as a
    join survey_waves as w on a.wave = w.wave
    where
        (w.problem is not null or a.weight is not null)
        and {customer_filters}
),

asked as (
    select
        wave, 'channels used' as question, respondent_id, cell, used_weight, variance_weight,
        channels_used as chosen
    from answers
    where told_channels
    union all
    select
        wave, 'channel preferred' as question, respondent_id, cell, used_weight, variance_weight,
        [channel_preferred] as chosen
    from answers
    where channel_preferred is not null
    union all
    select
        wave, 'reasons for social media' as question, respondent_id, cell, used_weight,
        variance_weight, reasons as chosen
    from answers
    where uses_social
),

bases as (
    select
        wave,
        question,
        count(*) as base_answers,
        sum(used_weight) as weight_sum,
        sum(used_weight * used_weight) as weight_squared_sum
    from asked
    group by wave, question
),

named as (
    select distinct
        wave,
        question,
        respondent_id,
        used_weight,
        trim(unnest(chosen)) as choice
    from asked
),

picked as (
    select
        wave,
        question,
        choice,
        count(*) as answers,
        sum(used_weight) as choice_weight,
        sum(used_weight * used_weight) as choice_weight_squared
    from named
    where choice <> ''
    group by wave, question, choice
),

scored as (
    select
        a.wave,
        a.question as dimension,
        p.choice as category,
        'choice' as outcome,
        a.cell,
        a.used_weight,
        a.variance_weight,
        case when n.choice is null then 0 else 1 end as points
    from asked as a
    join picked as p on a.wave = p.wave and a.question = p.question
    left join named as n
        on a.wave = n.wave and a.question = n.question
        and a.respondent_id = n.respondent_id and p.choice = n.choice
),

{survey_residuals}

select
    p.wave,
    p.question,
    p.choice,
    p.answers,
    b.base_answers,
    p.choice_weight,
    p.choice_weight_squared,
    b.weight_sum,
    b.weight_squared_sum,
    r.residual_squared as choice_residual_squared
from picked as p
join bases as b on p.wave = b.wave and p.question = b.question
left join residuals as r
    on p.wave = r.wave and p.question = r.dimension and p.choice = r.category
order by p.wave, p.question, p.choice_weight desc, p.choice

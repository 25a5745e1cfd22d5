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
        cell,
        used_weight,
        variance_weight,
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

asked_cells as (
    select
        wave,
        question,
        cell,
        sum(used_weight) as weight,
        sum(variance_weight) as spread
    from asked
    group by wave, question, cell
),

named_cells as (
    select
        wave,
        question,
        choice,
        cell,
        sum(used_weight) as weight,
        sum(variance_weight) as spread
    from named
    group by wave, question, choice, cell
),

said as (
    select
        p.wave,
        p.question as dimension,
        p.choice as category,
        'choice' as outcome,
        c.cell,
        c.weight,
        c.spread,
        coalesce(n.weight, 0) as hits,
        coalesce(n.spread, 0) as hits_spread,
        coalesce(n.spread, 0) as hits_squared_spread
    from picked as p
    join asked_cells as c on p.wave = c.wave and p.question = c.question
    left join named_cells as n
        on p.wave = n.wave and p.question = n.question and p.choice = n.choice
        and c.cell = n.cell
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

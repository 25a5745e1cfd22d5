-- What the raking margins leave of each answer, for metrics of a survey. Needs scored: answers with
-- their group (wave, dimension, category), an outcome, its points, the cell of the margins and both
-- weights. The residual of a group's mean is fitted over the whole wave; axes and weights of the
-- variance are made when the survey is weighted.
said as (
    select
        wave,
        dimension,
        category,
        outcome,
        cell,
        sum(used_weight) as weight,
        sum(variance_weight) as spread,
        sum(used_weight * points) as hits,
        sum(variance_weight * points) as hits_spread,
        sum(variance_weight * points * points) as hits_squared_spread
    from scored
    group by wave, dimension, category, outcome, cell
),

means as (
    select
        wave,
        dimension,
        category,
        outcome,
        sum(hits) / nullif(sum(weight), 0) as mean
    from said
    group by wave, dimension, category, outcome
),

gaps as (
    select
        s.wave,
        s.dimension,
        s.category,
        s.outcome,
        s.cell,
        s.hits - m.mean * s.weight as gap,
        s.hits_spread - m.mean * s.spread as gap_spread,
        s.hits_squared_spread - 2 * m.mean * s.hits_spread + m.mean * m.mean * s.spread
            as squared_spread
    from said as s
    join means as m
        on s.wave = m.wave and s.dimension = m.dimension and s.category = m.category
        and s.outcome = m.outcome
),

along as (
    select
        g.wave,
        g.dimension,
        g.category,
        g.outcome,
        x.axis,
        any_value(x.spread) as spread,
        sum(x.value * g.gap) as fitted,
        sum(x.value * g.gap_spread) as crossed
    from gaps as g
    join survey_axes as x on g.wave = x.wave and g.cell = x.cell
    group by g.wave, g.dimension, g.category, g.outcome, x.axis
),

explained as (
    select
        wave,
        dimension,
        category,
        outcome,
        sum(2 * fitted * crossed - spread * fitted * fitted) as explained
    from along
    group by wave, dimension, category, outcome
),

residuals as (
    select
        g.wave,
        g.dimension,
        g.category,
        g.outcome,
        greatest(sum(g.squared_spread) - any_value(e.explained), 0) as residual_squared
    from gaps as g
    join explained as e
        on g.wave = e.wave and g.dimension = e.dimension and g.category = e.category
        and g.outcome = e.outcome
    group by g.wave, g.dimension, g.category, g.outcome
)

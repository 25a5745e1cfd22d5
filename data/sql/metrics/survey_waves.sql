-- Survey waves: how many answered, how many answers could be weighted, and how the raking went.
-- deff is the mean of the squared weights divided by the squared mean: what unequal weights cost;
-- n_eff is answers divided by deff. Intervals gain again what segment, region and tier explain of an
-- answer. Filters do not apply: a wave is weighted as a whole. A viewer of some regions or segments
-- only gets no diagnostics, because they count everybody's answers.
select
    wave,
    first_day,
    last_day,
    answers,
    weighted,
    left_out,
    customers_gone,
    customers_then,
    converged,
    largest_gap,
    trimmed,
    uncovered,
    deff,
    n_eff,
    problem
from survey_waves
where len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
order by wave

-- Survey margins: for each category the share it has among customers on the wave's first day, among
-- the answers as they came, and after weighting. Answers of which a category is not told keep their
-- share, the others share the rest. A viewer of some regions or segments only gets none.
select
    wave,
    variable,
    category,
    customers,
    target_share,
    answered_share,
    weighted_share
from survey_margins
where len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
order by wave, variable, target_share desc, category

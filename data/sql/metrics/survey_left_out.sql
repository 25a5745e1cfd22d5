-- Survey answers that could not be weighted, counted by wave and reason; they are in no weighted
-- share. Answers in all are the weighted ones and these.
select
    wave,
    left_out as reason,
    count(*) as answers
from survey_answers
where left_out is not null
    and {customer_filters}
group by wave, left_out
order by wave, answers desc, reason

-- Survey comments as they were written, the least satisfied first, with the scores of the same
-- answer. Period, channel and purpose do not narrow a survey.
select
    wave,
    answered_on,
    csat,
    nps,
    comment,
    segment,
    region,
    tier,
    age_band
from survey_answers
where
    comment is not null and trim(comment) <> ''
    and {customer_filters}
order by wave desc, csat nulls last, answered_on desc, respondent_id

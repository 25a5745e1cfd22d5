-- Survey answers with the groups of the customer behind them: as the customer table has them where
-- the customer is known, else as answered. The build adds the weights and calls it survey_answers.
select
    r.wave,
    r.respondent_id,
    r.customer_id,
    c.customer_id is not null as customer_known,
    r.customer_id is not null and c.customer_id is null as customer_gone,
    coalesce(c.segment, r.segment, 'unknown') as segment,
    coalesce(c.region, r.region, 'unknown') as region,
    coalesce(c.tier, 'unknown') as tier,
    coalesce(r.age_band, 'unknown') as age_band,
    coalesce(string_split(r.channels_used, '|'), []) as channels_used,
    r.channel_preferred,
    coalesce(string_split(r.reasons, '|'), []) as reasons,
    r.csat,
    r.nps,
    r.comment,
    r.answered_on,
    coalesce(r.weight, 1.0) as base_weight,
    -- Whether the question was answered at all.
    r.channels_used is not null as told_channels
from survey_responses as r
left join customers as c on r.customer_id = c.customer_id
order by r.wave, r.respondent_id

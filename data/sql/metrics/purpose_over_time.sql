-- Social conversations by purpose per bucket of time. A conversation is service if any message of
-- the customer asks for service, else marketing, else other. Service share is service divided by
-- service plus marketing; other is shown apart.
select
    {trend_bucket} as bucket,
    count(*) filter (where purpose = 'service') as service,
    count(*) filter (where purpose = 'marketing') as marketing,
    count(*) filter (where purpose = 'other') as other
from social_conversations
where {filters}
group by 1
order by 1

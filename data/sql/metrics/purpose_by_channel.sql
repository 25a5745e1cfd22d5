-- Social conversations by channel and purpose. Service share is service divided by service plus
-- marketing; other is shown apart.
select
    channel,
    count(*) filter (where purpose = 'service') as service,
    count(*) filter (where purpose = 'marketing') as marketing,
    count(*) filter (where purpose = 'other') as other
from social_conversations
where {filters}
group by channel
order by count(*) desc, channel

-- What no routing rule catches: written inbound messages in the period to which no rule applies, by
-- channel, purpose and intent.
with {claims}

select
    channel,
    purpose,
    intent,
    count(*) as messages
from messages
where row_id not in (select row_id from claims where rule > 0)
group by channel, purpose, intent
order by messages desc, channel, purpose, intent

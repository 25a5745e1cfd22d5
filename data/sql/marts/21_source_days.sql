-- Each source by local day, channel and direction, with its newest moments and whether it tells when
-- messages were assigned: so that no step after this one reads every message to know where sources
-- begin and end.
select
    source,
    channel,
    is_social,
    direction,
    day,
    max(published_at) as newest_at,
    max(local_at) as local_newest_at,
    max(first_reply_at) as last_reply_at,
    max(resolved_at) as last_resolved_at,
    count(assigned_at) as assigned
from interactions
where day >= $since_day
group by source, channel, is_social, direction, day
order by day, source, channel

-- Campaigns sent and known events within the period, to be marked on a chart over time.
select
    name,
    'campaign' as kind,
    (sent_at at time zone 'UTC') at time zone $timezone as starts_at,
    cast(null as timestamp) as ends_at,
    audience
from campaigns
where
    (sent_at at time zone 'UTC') at time zone $timezone >= $start
    and (sent_at at time zone 'UTC') at time zone $timezone < $end
union all
select
    name,
    'event' as kind,
    cast(starts_on as timestamp) as starts_at,
    cast(ends_on as timestamp) as ends_at,
    cast(null as bigint) as audience
from events
where starts_on < $end and coalesce(ends_on, starts_on + 1) > $start
order by starts_at, name

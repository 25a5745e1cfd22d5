-- Levels that may have moved between two periods: contacts per channel, social conversations per
-- intent, the share of negative posts per social channel and the service share.
select
    case when any_value(is_social) then 'posts on ' else 'contacts by ' end || channel as measure,
    'count' as kind,
    cast(sum(interactions) as double) as level,
    cast(null as double) as n
from daily_cube
where direction = 'inbound'
and {filters}
group by channel
union all
select
    'social conversations about ' || replace(intent, '_', ' ') as measure,
    'count' as kind,
    cast(count(*) as double) as level,
    cast(null as double) as n
from conversations
where is_social and purpose <> 'unknown'
and {filters}
group by intent
union all
select
    'share of negative posts on ' || channel as measure,
    'share' as kind,
    cast(coalesce(sum(interactions) filter (where sentiment = 'negative'), 0) as double) as level,
    cast(sum(interactions) as double) as n
from daily_cube
where direction = 'inbound' and is_social and sentiment is not null
and {filters}
group by channel
union all
select
    'service share of social conversations' as measure,
    'share' as kind,
    cast(count(*) filter (where purpose = 'service') as double) as level,
    cast(count(*) filter (where purpose in ('service', 'marketing')) as double) as n
from conversations
where is_social
and {filters}
having count(*) > 0
order by measure

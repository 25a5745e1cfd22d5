-- Levels that may have moved between two periods: contacts per channel, social conversations per
-- intent, the share of negative posts per social channel and the service share. Dispersion is how
-- much more than chance (Poisson) the daily counts vary around the mean of their weekday. The
-- statement is run for each of the two periods; change and z are computed from both outcomes.
with contacts as materialized (
    select
        channel,
        day,
        any_value(is_social) as is_social,
        sum(interactions) as level,
        sum(interactions) filter (where is_social and sentiment is not null) as scored,
        sum(interactions) filter (where is_social and sentiment = 'negative') as negative
    from daily_cube
    where direction = 'inbound'
    and {filters}
    group by channel, day
),

talks as materialized (
    select
        intent,
        day,
        count_if(purpose <> 'unknown') as level,
        count_if(purpose = 'service') as service,
        count_if(purpose = 'marketing') as marketing
    from social_conversations
    where {filters}
    group by intent, day
),

counted as (
    select
        case when is_social then 'posts on ' else 'contacts by ' end || channel as measure,
        day,
        level
    from contacts
    union all
    select 'social conversations about ' || replace(intent, '_', ' ') as measure, day, level
    from talks
    where level > 0
),

-- Below two weeks weekdays cannot be told from noise: the days vary around their common mean.
grid as (
    select
        m.measure,
        coalesce(c.level, 0) as level,
        case
            when count(*) over (partition by m.measure) >= 14
                then avg(coalesce(c.level, 0)) over (partition by m.measure, d.weekday)
            else avg(coalesce(c.level, 0)) over (partition by m.measure)
        end as usual
    from (select distinct measure from counted) as m
    cross join (select day, weekday from days where has_data and day >= $start and day < $end) as d
    left join counted as c on m.measure = c.measure and d.day = c.day
)

select
    measure,
    'count' as kind,
    cast(sum(level) as double) as level,
    cast(null as double) as n,
    greatest(1, coalesce(
        sum(case when usual > 0 then pow(level - usual, 2) / usual end)
        / nullif(case when count(*) >= 14 then count(*) - 7 else count(*) - 1 end, 0),
        1
    )) as dispersion,
    case when count(*) >= 14 then count(*) - 7 else count(*) - 1 end as degrees
from grid
group by measure
union all
select
    'share of negative posts on ' || channel as measure,
    'share' as kind,
    cast(coalesce(sum(negative), 0) as double) as level,
    cast(sum(scored) as double) as n,
    1 as dispersion,
    cast(null as bigint) as degrees
from contacts
group by channel
having sum(scored) is not null
union all
select
    'service share of social conversations' as measure,
    'share' as kind,
    cast(sum(service) as double) as level,
    cast(sum(service + marketing) as double) as n,
    1 as dispersion,
    cast(null as bigint) as degrees
from talks
having count(*) > 0
order by measure

-- How long customers wait for a person, dated by the message that waits: the first response, the next
-- response (to each message after the first human reply, thanks apart) and the resolution (what the
-- source calls resolved, else the reply that is followed by three quiet days). Median and P90 are of
-- those that ended, with limits (95 %) by rank; buckets count all, those without an end as
-- unanswered. Automatic replies never count; sources without any reply are left out. In time: first
-- responses within the channel's target, where unanswered and overdue counts as breached and not yet
-- due as open. Reopened: the customer wrote again within 14 days of the resolution, of those whose 14
-- days are over. Priority is high for an outage, a cancellation, a negative first message or an
-- author of 5,000 followers or more, where service is asked for; else normal.
with chosen as (
    select
        kind,
        channel,
        is_social,
        department,
        purpose,
        priority,
        reopened,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds,
        case when $hours = 'business' then business_sla else calendar_sla end as sla
    from waits
    where {filters}
),

grouped as (
    select
        kind,
        case
            when channel is not null then 'channel'
            when department is not null then 'department'
            when purpose is not null then 'purpose'
            when priority is not null then 'priority'
            else 'all'
        end as dimension,
        coalesce(channel, department, purpose, priority, 'all') as category,
        coalesce(bool_or(is_social) filter (where channel is not null), false) as is_social,
        count(*) as waits,
        count(seconds) as ended,
        coalesce(list_sort(list(seconds) filter (where seconds is not null)), []) as sorted,
        count(*) filter (where seconds <= 900) as within_15_minutes,
        count(*) filter (where seconds > 900 and seconds <= 3600) as within_1_hour,
        count(*) filter (where seconds > 3600 and seconds <= 14400) as within_4_hours,
        count(*) filter (where seconds > 14400 and seconds <= 86400) as within_1_day,
        count(*) filter (where seconds > 86400 and seconds <= 259200) as within_3_days,
        count(*) filter (where seconds > 259200) as later,
        count(*) filter (where seconds is null) as unanswered,
        count(*) filter (where sla = 'met') as sla_met,
        count(*) filter (where sla = 'breached') as sla_breached,
        count(*) filter (where sla = 'open') as sla_open,
        count(reopened) as reopened_judged,
        count(*) filter (where reopened) as reopened
    from chosen
    group by grouping sets (
        (kind), (kind, channel), (kind, department), (kind, purpose), (kind, priority)
    )
)

-- Both quantiles lie between two of the sorted waits, as quantile_cont takes them.
select
    grouped.* exclude (sorted),
    sorted[cast(floor(0.5 * (ended - 1)) as bigint) + 1]
    + (0.5 * (ended - 1) - floor(0.5 * (ended - 1))) * (
        sorted[cast(ceil(0.5 * (ended - 1)) as bigint) + 1]
        - sorted[cast(floor(0.5 * (ended - 1)) as bigint) + 1]
    ) as median_seconds,
    sorted[cast(floor(0.9 * (ended - 1)) as bigint) + 1]
    + (0.9 * (ended - 1) - floor(0.9 * (ended - 1))) * (
        sorted[cast(ceil(0.9 * (ended - 1)) as bigint) + 1]
        - sorted[cast(floor(0.9 * (ended - 1)) as bigint) + 1]
    ) as p90_seconds,
    sorted[cast(floor(0.5 * ended - 0.98 * sqrt(ended) + 0.5) as bigint)] as median_low_seconds,
    sorted[cast(ceil(0.5 * ended + 0.98 * sqrt(ended) + 0.5) as bigint)] as median_high_seconds,
    sorted[cast(floor(0.9 * ended - 0.588 * sqrt(ended) + 0.5) as bigint)] as p90_low_seconds,
    sorted[cast(ceil(0.9 * ended + 0.588 * sqrt(ended) + 0.5) as bigint)] as p90_high_seconds
from grouped
order by kind, dimension, waits desc, category

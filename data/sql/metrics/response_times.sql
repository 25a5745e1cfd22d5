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
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds,
        case when $hours = 'business' then business_sla else calendar_sla end as sla,
        count(*) as waits,
        count(reopened) as reopened_judged,
        count(*) filter (where reopened) as reopened
    from waits
    where {filters}
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

-- Equal waits are one row with their number, so that millions need no sorting.
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
        seconds,
        sum(waits) as waits,
        sum(waits) filter (where sla = 'met') as sla_met,
        sum(waits) filter (where sla = 'breached') as sla_breached,
        sum(waits) filter (where sla = 'open') as sla_open,
        sum(reopened_judged) as reopened_judged,
        sum(reopened) as reopened
    from chosen
    group by grouping sets (
        (kind, seconds),
        (kind, channel, seconds),
        (kind, department, seconds),
        (kind, purpose, seconds),
        (kind, priority, seconds)
    )
),

-- How many waits are not longer, and how many ended at all.
placed as (
    select
        *,
        sum(waits) over (
            partition by kind, dimension, category order by seconds nulls last
        ) as place,
        coalesce(sum(waits) filter (where seconds is not null) over (
            partition by kind, dimension, category
        ), 0) as ended
    from grouped
),

ranked as (
    select
        kind,
        dimension,
        category,
        bool_or(is_social) as is_social,
        sum(waits) as waits,
        any_value(ended) as ended,
        sum(waits) filter (where seconds <= 900) as within_15_minutes,
        sum(waits) filter (where seconds > 900 and seconds <= 3600) as within_1_hour,
        sum(waits) filter (where seconds > 3600 and seconds <= 14400) as within_4_hours,
        sum(waits) filter (where seconds > 14400 and seconds <= 86400) as within_1_day,
        sum(waits) filter (where seconds > 86400 and seconds <= 259200) as within_3_days,
        sum(waits) filter (where seconds > 259200) as later,
        sum(waits) filter (where seconds is null) as unanswered,
        sum(sla_met) as sla_met,
        sum(sla_breached) as sla_breached,
        sum(sla_open) as sla_open,
        sum(reopened_judged) as reopened_judged,
        sum(reopened) as reopened,
        min(seconds) filter (where place > floor(0.5 * (ended - 1))) as median_below,
        min(seconds) filter (where place > ceil(0.5 * (ended - 1))) as median_above,
        min(seconds) filter (where place > floor(0.9 * (ended - 1))) as p90_below,
        min(seconds) filter (where place > ceil(0.9 * (ended - 1))) as p90_above,
        min(seconds) filter (
            where 0.5 * ended - 0.98 * sqrt(ended) >= 0.5
            and place >= floor(0.5 * ended - 0.98 * sqrt(ended) + 0.5)
        ) as median_low_seconds,
        min(seconds) filter (
            where place >= ceil(0.5 * ended + 0.98 * sqrt(ended) + 0.5)
        ) as median_high_seconds,
        min(seconds) filter (
            where 0.9 * ended - 0.588 * sqrt(ended) >= 0.5
            and place >= floor(0.9 * ended - 0.588 * sqrt(ended) + 0.5)
        ) as p90_low_seconds,
        min(seconds) filter (
            where place >= ceil(0.9 * ended + 0.588 * sqrt(ended) + 0.5)
        ) as p90_high_seconds
    from placed
    group by kind, dimension, category
)

-- Both quantiles lie between two of the sorted waits, as quantile_cont takes them.
select
    kind,
    dimension,
    category,
    is_social,
    cast(waits as bigint) as waits,
    cast(ended as bigint) as ended,
    cast(coalesce(within_15_minutes, 0) as bigint) as within_15_minutes,
    cast(coalesce(within_1_hour, 0) as bigint) as within_1_hour,
    cast(coalesce(within_4_hours, 0) as bigint) as within_4_hours,
    cast(coalesce(within_1_day, 0) as bigint) as within_1_day,
    cast(coalesce(within_3_days, 0) as bigint) as within_3_days,
    cast(coalesce(later, 0) as bigint) as later,
    cast(coalesce(unanswered, 0) as bigint) as unanswered,
    cast(coalesce(sla_met, 0) as bigint) as sla_met,
    cast(coalesce(sla_breached, 0) as bigint) as sla_breached,
    cast(coalesce(sla_open, 0) as bigint) as sla_open,
    cast(reopened_judged as bigint) as reopened_judged,
    cast(reopened as bigint) as reopened,
    median_below + (0.5 * (ended - 1) - floor(0.5 * (ended - 1))) * (median_above - median_below)
        as median_seconds,
    p90_below + (0.9 * (ended - 1) - floor(0.9 * (ended - 1))) * (p90_above - p90_below)
        as p90_seconds,
    median_low_seconds,
    median_high_seconds,
    p90_low_seconds,
    p90_high_seconds
from ranked
order by kind, dimension, waits desc, category

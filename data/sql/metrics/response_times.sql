-- How long customers wait for a person, dated by the message that waits: the first response, the next
-- response (to each message after the first human reply, thanks apart) and the resolution (what the
-- source calls resolved, else the reply that is followed by three quiet days). Median and P90 are of
-- those that ended, with limits (95 %) by rank; buckets count all, those without an end as
-- unanswered. Automatic replies never count; sources without any reply are left out. In time: first
-- responses within the channel's target, where unanswered and overdue counts as breached and not yet
-- due as open. Reopened: the customer wrote again within 14 days of the resolution, of those whose 14
-- days are over. Priority is high for an outage, a cancellation, a negative first message or an
-- author of 5,000 followers or more, where service is asked for; else normal.
with timed as (
    select
        *,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds,
        case when $hours = 'business' then business_sla else calendar_sla end as sla
    from waits
    where {filters}
),

-- Equal waits are one row with their number, so that millions need no sorting.
chosen as materialized (
    select
        kind,
        channel,
        is_social,
        department,
        purpose,
        priority,
        seconds,
        cast(count(*) as integer) as waits,
        cast(count(*) filter (where sla = 'met') as integer) as sla_met,
        cast(count(*) filter (where sla = 'breached') as integer) as sla_breached,
        cast(count(*) filter (where sla = 'open') as integer) as sla_open,
        cast(count(reopened) as integer) as reopened_judged,
        cast(count(*) filter (where reopened) as integer) as reopened
    from timed
    group by kind, channel, is_social, department, purpose, priority, seconds
),

-- What a category counts needs no order of waits.
leaves as materialized (
    select
        row_number() over () as leaf,
        kind,
        channel,
        is_social,
        department,
        purpose,
        priority,
        sum(waits) as waits,
        sum(waits) filter (where seconds is not null) as ended,
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
        sum(reopened) as reopened
    from chosen
    group by kind, channel, is_social, department, purpose, priority
),

belongs as (
    select leaf, kind, 'channel' as dimension, channel as category, is_social from leaves
    union all
    select leaf, kind, 'department' as dimension, department as category, false from leaves
    where department is not null
    union all
    select leaf, kind, 'purpose' as dimension, purpose as category, false from leaves
    union all
    select leaf, kind, 'priority' as dimension, priority as category, false from leaves
    union all
    select leaf, kind, 'all' as dimension, 'all' as category, false from leaves
),

numbered as materialized (
    select
        leaf,
        cast(dense_rank() over (order by kind, dimension, category) as integer) as place,
        kind,
        dimension,
        category,
        is_social
    from belongs
),

counted as materialized (
    select
        n.place as category_number,
        any_value(n.kind) as kind,
        any_value(n.dimension) as dimension,
        any_value(n.category) as category,
        bool_or(n.is_social) as is_social,
        sum(waits) as waits,
        coalesce(sum(ended), 0) as ended,
        sum(within_15_minutes) as within_15_minutes,
        sum(within_1_hour) as within_1_hour,
        sum(within_4_hours) as within_4_hours,
        sum(within_1_day) as within_1_day,
        sum(within_3_days) as within_3_days,
        sum(later) as later,
        sum(unanswered) as unanswered,
        sum(sla_met) as sla_met,
        sum(sla_breached) as sla_breached,
        sum(sla_open) as sla_open,
        sum(reopened_judged) as reopened_judged,
        sum(reopened) as reopened
    from numbered as n
    inner join leaves as l on n.leaf = l.leaf
    group by n.place
),

-- At which place among the sorted waits each quantile and each limit stands, the first being 1. Both
-- quantiles lie between two waits, as quantile_cont takes them.
places as (
    select
        category_number,
        cast(1 + floor(0.5 * (ended - 1)) as bigint) as median_below,
        cast(1 + ceil(0.5 * (ended - 1)) as bigint) as median_above,
        cast(1 + floor(0.9 * (ended - 1)) as bigint) as p90_below,
        cast(1 + ceil(0.9 * (ended - 1)) as bigint) as p90_above,
        case
            when 0.5 * ended - 0.98 * sqrt(ended) >= 0.5
                then cast(floor(0.5 * ended - 0.98 * sqrt(ended) + 0.5) as bigint)
        end as median_low,
        cast(ceil(0.5 * ended + 0.98 * sqrt(ended) + 0.5) as bigint) as median_high,
        case
            when 0.9 * ended - 0.588 * sqrt(ended) >= 0.5
                then cast(floor(0.9 * ended - 0.588 * sqrt(ended) + 0.5) as bigint)
        end as p90_low,
        cast(ceil(0.9 * ended + 0.588 * sqrt(ended) + 0.5) as bigint) as p90_high
    from counted
    where ended > 0
),

-- Waits by category and a bucket of their length, a few percent wide: only the buckets that hold one
-- of these places are put in order wait by wait.
ended_waits as materialized (
    select
        l.leaf,
        cast(floor(16 * ln(1 + c.seconds)) as integer) as bucket,
        c.seconds,
        c.waits
    from chosen as c
    inner join leaves as l
        on c.kind = l.kind and c.channel = l.channel and c.is_social = l.is_social
        and c.department is not distinct from l.department
        and c.purpose = l.purpose and c.priority is not distinct from l.priority
    where c.seconds is not null
),

reached as (
    select
        n.place as category_number,
        h.bucket,
        sum(h.waits) as waits,
        sum(sum(h.waits)) over (partition by n.place order by h.bucket) as up_to
    from (
        select
            leaf,
            bucket,
            sum(waits) as waits
        from ended_waits
        group by leaf, bucket
    ) as h
    inner join (select leaf, place from numbered) as n on h.leaf = n.leaf
    group by n.place, h.bucket
),

looked_into as (
    select
        r.category_number,
        r.bucket,
        r.up_to - r.waits as before
    from reached as r
    inner join places as n on r.category_number = n.category_number
    where
        n.median_below between r.up_to - r.waits + 1 and r.up_to
        or n.median_above between r.up_to - r.waits + 1 and r.up_to
        or n.p90_below between r.up_to - r.waits + 1 and r.up_to
        or n.p90_above between r.up_to - r.waits + 1 and r.up_to
        or n.median_low between r.up_to - r.waits + 1 and r.up_to
        or n.median_high between r.up_to - r.waits + 1 and r.up_to
        or n.p90_low between r.up_to - r.waits + 1 and r.up_to
        or n.p90_high between r.up_to - r.waits + 1 and r.up_to
),

placed as (
    select
        b.category_number,
        e.seconds,
        b.before
        + sum(e.waits) over (partition by b.category_number, e.bucket order by e.seconds) as place
    from looked_into as b
    inner join (select leaf, place from numbered) as n on b.category_number = n.place
    inner join ended_waits as e on n.leaf = e.leaf and b.bucket = e.bucket
),

ranked as (
    select
        p.category_number,
        min(p.seconds) filter (where p.place >= n.median_below) as median_below,
        min(p.seconds) filter (where p.place >= n.median_above) as median_above,
        min(p.seconds) filter (where p.place >= n.p90_below) as p90_below,
        min(p.seconds) filter (where p.place >= n.p90_above) as p90_above,
        min(p.seconds) filter (where p.place >= n.median_low) as median_low_seconds,
        min(p.seconds) filter (where p.place >= n.median_high) as median_high_seconds,
        min(p.seconds) filter (where p.place >= n.p90_low) as p90_low_seconds,
        min(p.seconds) filter (where p.place >= n.p90_high) as p90_high_seconds
    from placed as p
    inner join places as n on p.category_number = n.category_number
    group by p.category_number
)

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
from counted as c
left join ranked as r on c.category_number = r.category_number
order by kind, dimension, waits desc, category

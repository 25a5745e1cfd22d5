-- How long customers wait for a person, dated by the message that waits: the first response, the next
-- response (to each message after the first human reply, thanks apart) and the resolution (what the
-- source calls resolved, else the reply that is followed by three quiet days). Median and P90 are of
-- those that ended, with limits (95 %) by rank; buckets count all, those without an end as
-- unanswered. Automatic replies never count; sources without any reply are left out. In time: first
-- responses within the channel's target, where unanswered and overdue counts as breached and not yet
-- due as open. Reopened: the customer wrote again within 14 days of the resolution, of those whose 14
-- days are over. Priority is high for an outage, a cancellation, a negative first message or an
-- author of 5,000 followers or more, where service is asked for; else normal.
with timed as not materialized (
    select
        -- A number of 64 bits in place of a long text, which is dear to tell apart millions of times;
        -- that two of some hundred texts shared one is as good as impossible.
        hash(group_key) as group_key,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds,
        case when $hours = 'business' then business_bucket else calendar_bucket end as bucket
    from waits
    where {filters}
),

-- Millions of waits are few rows by bucket, which are counted without an order of waits. Of the
-- buckets of waits 90 ends at a quarter of an hour, 117 at an hour, 225 at four hours, 245 at a day
-- and 293 at three days.
chosen as materialized (
    select
        group_key,
        bucket,
        count(*) as waits
    from timed
    group by group_key, bucket
),

leaves as materialized (
    select
        c.group_key,
        any_value(g.kind) as kind,
        any_value(g.channel) as channel,
        bool_or(g.is_social) as is_social,
        any_value(g.department) as department,
        any_value(g.purpose) as purpose,
        any_value(g.priority) as priority,
        any_value(case when $hours = 'business' then g.business_sla else g.calendar_sla end)
            as sla,
        bool_or(g.reopened) as reopened,
        sum(c.waits) as waits,
        sum(c.waits) filter (where c.bucket is not null) as ended,
        sum(c.waits) filter (where c.bucket <= 90) as within_15_minutes,
        sum(c.waits) filter (where c.bucket > 90 and c.bucket <= 117) as within_1_hour,
        sum(c.waits) filter (where c.bucket > 117 and c.bucket <= 225) as within_4_hours,
        sum(c.waits) filter (where c.bucket > 225 and c.bucket <= 245) as within_1_day,
        sum(c.waits) filter (where c.bucket > 245 and c.bucket <= 293) as within_3_days,
        sum(c.waits) filter (where c.bucket > 293) as later,
        sum(c.waits) filter (where c.bucket is null) as unanswered
    from chosen as c
    inner join wait_groups as g on c.group_key = hash(g.group_key)
    group by c.group_key
),

belongs as (
    select group_key, kind, 'channel' as dimension, channel as category, is_social from leaves
    union all
    select group_key, kind, 'department' as dimension, department as category, false from leaves
    where department is not null
    union all
    select group_key, kind, 'purpose' as dimension, purpose as category, false from leaves
    union all
    select group_key, kind, 'priority' as dimension, priority as category, false from leaves
    union all
    select group_key, kind, 'all' as dimension, 'all' as category, false from leaves
),

numbered as materialized (
    select
        group_key,
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
        sum(l.waits) as waits,
        coalesce(sum(l.ended), 0) as ended,
        sum(l.within_15_minutes) as within_15_minutes,
        sum(l.within_1_hour) as within_1_hour,
        sum(l.within_4_hours) as within_4_hours,
        sum(l.within_1_day) as within_1_day,
        sum(l.within_3_days) as within_3_days,
        sum(l.later) as later,
        sum(l.unanswered) as unanswered,
        sum(l.waits) filter (where l.sla = 'met') as sla_met,
        sum(l.waits) filter (where l.sla = 'breached') as sla_breached,
        sum(l.waits) filter (where l.sla = 'open') as sla_open,
        sum(l.waits) filter (where l.reopened is not null) as reopened_judged,
        sum(l.waits) filter (where l.reopened) as reopened
    from numbered as n
    inner join leaves as l on n.group_key = l.group_key
    group by n.place
),

-- At which place among the sorted waits each quantile and each limit stands, the first being 1. Both
-- quantiles lie between two waits, as quantile_cont takes them.
places as (
    select
        category_number,
        sum(ended) over (order by category_number) - ended as earlier,
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

-- Each sum goes on through all categories, and what came earlier is taken off: windows of many
-- small parts are dear, because the engine takes them for large.
reached as (
    select
        n.place as category_number,
        c.bucket,
        sum(c.waits) as waits,
        sum(sum(c.waits)) over (order by n.place, c.bucket) as of_all
    from chosen as c
    inner join (select group_key, place from numbered) as n on c.group_key = n.group_key
    where c.bucket is not null
    group by n.place, c.bucket
),

-- Only the buckets that hold one of these places are put in order wait by wait.
looked_into as materialized (
    select
        r.category_number,
        r.bucket,
        r.up_to - r.waits as before,
        sum(r.waits) over (order by r.category_number, r.bucket) - r.waits as earlier
    from (
        select
            n.*,
            t.bucket,
            t.waits,
            t.of_all - n.earlier as up_to
        from reached as t
        inner join places as n on t.category_number = n.category_number
    ) as r
    where
        r.median_below between r.up_to - r.waits + 1 and r.up_to
        or r.median_above between r.up_to - r.waits + 1 and r.up_to
        or r.p90_below between r.up_to - r.waits + 1 and r.up_to
        or r.p90_above between r.up_to - r.waits + 1 and r.up_to
        or r.median_low between r.up_to - r.waits + 1 and r.up_to
        or r.median_high between r.up_to - r.waits + 1 and r.up_to
        or r.p90_low between r.up_to - r.waits + 1 and r.up_to
        or r.p90_high between r.up_to - r.waits + 1 and r.up_to
),

wanted as (
    select distinct
        n.group_key,
        b.bucket
    from looked_into as b
    inner join (select group_key, place from numbered) as n on b.category_number = n.place
),

waits_inside as (
    select
        t.group_key,
        t.bucket,
        t.seconds,
        count(*) as waits
    from timed as t
    semi join wanted as w on t.bucket = w.bucket and t.group_key = w.group_key
    group by t.group_key, t.bucket, t.seconds
),

placed as (
    select
        b.category_number,
        w.seconds,
        b.before - b.earlier
        + sum(w.waits) over (order by b.category_number, w.bucket, w.seconds) as place
    from looked_into as b
    inner join (select group_key, place from numbered) as n on b.category_number = n.place
    inner join waits_inside as w on n.group_key = w.group_key and b.bucket = w.bucket
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
    cast(coalesce(reopened_judged, 0) as bigint) as reopened_judged,
    cast(coalesce(reopened, 0) as bigint) as reopened,
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

-- Who answers: conversations in which a person sent a reply (or took the call or visit), dated by
-- the customer's first message, by person, department and in all. Answer time is that of the first
-- human reply and counts for who gave it: median and the time within which nine of ten were
-- answered, with limits (95 %) by rank. Resolved at first contact counts for who answered first:
-- resolved, and within seven days the customer neither opened another conversation on any channel
-- nor wrote again in this one; judged are conversations of known customers whose seven days are
-- over. Automatic replies never count.
with chosen as not materialized (
    -- Read anew by each that asks: to keep millions of rows costs more.
    select
        agent_id,
        department,
        is_first,
        counts_for_person,
        counts_for_department,
        first_contact,
        replies,
        timed_replies,
        handle_seconds,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds
    from handled
    where {filters}
),

-- Everything but times is counted in one pass, to a few rows per person.
cells as materialized (
    select
        agent_id,
        department,
        is_first,
        counts_for_person,
        counts_for_department,
        first_contact,
        count(*) as answers,
        sum(replies) as replies,
        sum(timed_replies) as timed_replies,
        sum(handle_seconds) as handle_seconds
    from chosen
    group by
        agent_id, department, is_first, counts_for_person, counts_for_department, first_contact
),

grouped as (
    select
        case
            when grouping(agent_id) = 0 then 'person'
            when grouping(department) = 0 then 'department'
            else 'all'
        end as dimension,
        coalesce(agent_id, department, 'all') as category,
        case
            when grouping(agent_id) = 0 then sum(answers) filter (where counts_for_person)
            when grouping(department) = 0 then sum(answers) filter (where counts_for_department)
            else sum(answers) filter (where is_first)
        end as conversations,
        count(distinct agent_id) as people,
        sum(replies) as replies,
        sum(answers) filter (where is_first) as first_answers,
        coalesce(sum(timed_replies), 0) as timed_replies,
        sum(handle_seconds) as handle_seconds,
        sum(answers) filter (where is_first and first_contact is not null)
            as first_contact_judged,
        sum(answers) filter (where is_first and first_contact) as first_contact_met
    from cells
    group by grouping sets ((agent_id), (department), ())
    having count(*) > 0 and (grouping(agent_id) = 1 or agent_id is not null)
),

-- Answer times are put in order only where a quantile or a limit stands: first they are counted by
-- buckets, narrow where most are.
first_answers as not materialized (
    select
        agent_id,
        department,
        seconds,
        case
            when seconds <= 900 then seconds // 10
            when seconds <= 14400 then 81 + seconds // 100
            else 221 + seconds // 3600
        end as bucket
    from chosen
    where is_first and seconds is not null
),

by_bucket as materialized (
    select
        agent_id,
        department,
        bucket,
        count(*) as answers
    from first_answers
    group by agent_id, department, bucket
),

belongs as materialized (
    select distinct agent_id, department, 'person' as dimension, agent_id as category
    from by_bucket
    where agent_id is not null
    union all
    select distinct agent_id, department, 'department' as dimension, department as category
    from by_bucket
    union all
    select distinct agent_id, department, 'all' as dimension, 'all' as category
    from by_bucket
),

-- Each sum goes on through all categories, and what came earlier is taken off: windows of many
-- small parts are dear, because the engine takes them for large.
reached as (
    select
        b.dimension,
        b.category,
        t.bucket,
        sum(t.answers) as answers,
        sum(sum(t.answers)) over (order by b.dimension, b.category, t.bucket) as of_all
    from by_bucket as t
    inner join belongs as b
        on t.department = b.department and t.agent_id is not distinct from b.agent_id
    group by b.dimension, b.category, t.bucket
),

sized as (
    select
        dimension,
        category,
        sum(answers) as n,
        max(of_all) - sum(answers) as earlier
    from reached
    group by dimension, category
),

-- Both quantiles lie between two of the sorted times, as quantile_cont takes them.
placed as (
    select
        r.dimension,
        r.category,
        r.bucket,
        s.n,
        r.answers,
        r.of_all - s.earlier as up_to,
        r.of_all - s.earlier - r.answers as before,
        1 + floor(0.5 * (n - 1)) as median_below,
        1 + ceil(0.5 * (n - 1)) as median_above,
        1 + floor(0.9 * (n - 1)) as p90_below,
        1 + ceil(0.9 * (n - 1)) as p90_above,
        floor(0.5 * n - 0.98 * sqrt(n) + 0.5) as median_low,
        ceil(0.5 * n + 0.98 * sqrt(n) + 0.5) as median_high,
        floor(0.9 * n - 0.588 * sqrt(n) + 0.5) as p90_low,
        ceil(0.9 * n + 0.588 * sqrt(n) + 0.5) as p90_high
    from reached as r
    inner join sized as s on r.dimension = s.dimension and r.category = s.category
),

looked_into as materialized (
    select
        *,
        before + answers - sum(answers) over (order by dimension, category, bucket) as off
    from placed
    where
        (median_below > before and median_below <= up_to)
        or (median_above > before and median_above <= up_to)
        or (p90_below > before and p90_below <= up_to)
        or (p90_above > before and p90_above <= up_to)
        or (median_low > before and median_low <= up_to)
        or (median_high > before and median_high <= up_to)
        or (p90_low > before and p90_low <= up_to)
        or (p90_high > before and p90_high <= up_to)
),

wanted as materialized (
    select
        k.dimension,
        k.category,
        k.bucket,
        b.agent_id,
        b.department
    from looked_into as k
    inner join belongs as b on k.dimension = b.dimension and k.category = b.category
),

-- As one list, so that the engine knows how few buckets are looked for among all answers.
inside as materialized (
    select
        agent_id,
        department,
        bucket,
        seconds,
        count(*) as answers
    from first_answers
    where bucket in (select unnest(list(distinct bucket)) from wanted)
    group by agent_id, department, bucket, seconds
),

counted as (
    select
        w.dimension,
        w.category,
        w.bucket,
        i.seconds,
        sum(sum(i.answers)) over (
            order by w.dimension, w.category, w.bucket, i.seconds
        ) as of_all
    from wanted as w
    inner join inside as i
        on w.bucket = i.bucket and w.department = i.department
        and w.agent_id is not distinct from i.agent_id
    group by w.dimension, w.category, w.bucket, i.seconds
),

times as (
    select
        k.dimension,
        k.category,
        any_value(k.n) as n,
        min(c.seconds) filter (where c.of_all + off >= median_below) as median_below,
        min(c.seconds) filter (where c.of_all + off >= median_above) as median_above,
        min(c.seconds) filter (where c.of_all + off >= p90_below) as p90_below,
        min(c.seconds) filter (where c.of_all + off >= p90_above) as p90_above,
        min(c.seconds) filter (where c.of_all + off >= median_low and median_low >= 1)
            as median_low,
        min(c.seconds) filter (where c.of_all + off >= median_high) as median_high,
        min(c.seconds) filter (where c.of_all + off >= p90_low and p90_low >= 1) as p90_low,
        min(c.seconds) filter (where c.of_all + off >= p90_high) as p90_high
    from looked_into as k
    inner join counted as c
        on k.dimension = c.dimension and k.category = c.category and k.bucket = c.bucket
    group by k.dimension, k.category
),

-- Where a person's answers, or all, most often come from; among equals the first by name.
shared as (
    select
        agent_id,
        department,
        sum(answers) as answers
    from cells
    group by agent_id, department
),

main_departments as (
    select
        'person' as dimension,
        agent_id as category,
        department,
        row_number() over (partition by agent_id order by answers desc, department) as place
    from shared
    where agent_id is not null
    union all
    select
        'all',
        'all',
        department,
        row_number() over (order by sum(answers) desc, department)
    from shared
    group by department
)

select
    s.dimension,
    s.category,
    case when s.dimension = 'person' and $sees_personal then a.name end as name,
    coalesce(m.department, s.category) as department,
    cast(coalesce(s.conversations, 0) as bigint) as conversations,
    s.people,
    s.replies,
    cast(coalesce(s.first_answers, 0) as bigint) as first_answers,
    s.timed_replies,
    s.handle_seconds,
    cast(coalesce(t.n, 0) as bigint) as answered,
    t.median_below
    + (0.5 * (t.n - 1) - floor(0.5 * (t.n - 1))) * (t.median_above - t.median_below)
        as median_seconds,
    t.p90_below
    + (0.9 * (t.n - 1) - floor(0.9 * (t.n - 1))) * (t.p90_above - t.p90_below) as p90_seconds,
    t.median_low as median_low_seconds,
    t.median_high as median_high_seconds,
    t.p90_low as p90_low_seconds,
    t.p90_high as p90_high_seconds,
    cast(coalesce(s.first_contact_judged, 0) as bigint) as first_contact_judged,
    cast(coalesce(s.first_contact_met, 0) as bigint) as first_contact_met
from grouped as s
left join times as t on s.dimension = t.dimension and s.category = t.category
left join main_departments as m
    on s.dimension = m.dimension and s.category = m.category and m.place = 1
left join agents as a on s.dimension = 'person' and s.category = a.agent_id
order by s.dimension, s.conversations desc, s.category

-- Who answers: conversations in which a person sent a reply (or took the call or visit), dated by
-- the customer's first message, by person, department and in all. Answer time is that of the first
-- human reply and counts for who gave it: median and the time within which nine of ten were
-- answered, with limits (95 %) by rank. Resolved at first contact counts for who answered first:
-- resolved, and within seven days the customer neither opened another conversation on any channel
-- nor wrote again in this one; judged are conversations of known customers whose seven days are
-- over. Automatic replies never count.
with chosen as (
    select
        *,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds
    from handled
    where {filters}
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
            when grouping(agent_id) = 0 then count(*) filter (where counts_for_person)
            when grouping(department) = 0 then count(*) filter (where counts_for_department)
            else count(*) filter (where is_first)
        end as conversations,
        count(distinct agent_id) as people,
        sum(replies) as replies,
        count(*) filter (where is_first) as first_answers,
        coalesce(sum(timed_replies), 0) as timed_replies,
        sum(handle_seconds) as handle_seconds,
        coalesce(
            list_sort(list(seconds) filter (where is_first and seconds is not null)), []
        ) as sorted,
        count(first_contact) filter (where is_first) as first_contact_judged,
        count(*) filter (where is_first and first_contact) as first_contact_met
    from chosen
    group by grouping sets ((agent_id), (department), ())
    having count(*) > 0 and (grouping(agent_id) = 1 or agent_id is not null)
),

sized as (
    select *, len(sorted) as n
    from grouped
),

-- Where a person's answers, or all, most often come from; among equals the first by name.
shared as (
    select
        agent_id,
        department,
        count(*) as answers
    from chosen
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

-- Both quantiles lie between two of the sorted times, as quantile_cont takes them.
select
    s.dimension,
    s.category,
    case when s.dimension = 'person' and $sees_personal then a.name end as name,
    coalesce(m.department, s.category) as department,
    s.conversations,
    s.people,
    s.replies,
    s.first_answers,
    s.timed_replies,
    s.handle_seconds,
    s.n as answered,
    s.sorted[cast(floor(0.5 * (n - 1)) as bigint) + 1]
    + (0.5 * (n - 1) - floor(0.5 * (n - 1))) * (
        s.sorted[cast(ceil(0.5 * (n - 1)) as bigint) + 1]
        - s.sorted[cast(floor(0.5 * (n - 1)) as bigint) + 1]
    ) as median_seconds,
    s.sorted[cast(floor(0.9 * (n - 1)) as bigint) + 1]
    + (0.9 * (n - 1) - floor(0.9 * (n - 1))) * (
        s.sorted[cast(ceil(0.9 * (n - 1)) as bigint) + 1]
        - s.sorted[cast(floor(0.9 * (n - 1)) as bigint) + 1]
    ) as p90_seconds,
    s.sorted[cast(floor(0.5 * n - 0.98 * sqrt(n) + 0.5) as bigint)] as median_low_seconds,
    s.sorted[cast(ceil(0.5 * n + 0.98 * sqrt(n) + 0.5) as bigint)] as median_high_seconds,
    s.sorted[cast(floor(0.9 * n - 0.588 * sqrt(n) + 0.5) as bigint)] as p90_low_seconds,
    s.sorted[cast(ceil(0.9 * n + 0.588 * sqrt(n) + 0.5) as bigint)] as p90_high_seconds,
    s.first_contact_judged,
    s.first_contact_met
from sized as s
left join main_departments as m
    on s.dimension = m.dimension and s.category = m.category and m.place = 1
left join agents as a on s.dimension = 'person' and s.category = a.agent_id
order by s.dimension, s.conversations desc, s.category

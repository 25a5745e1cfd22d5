-- Who answers over time: conversations, replies and people per bucket of time and department, apart
-- for social and traditional channels, dated by the customer's first message. The share of replies
-- outside the care team is taken of replies whose department is named; the care team are the
-- departments that the settings call so.
with cells as materialized (
    select
        {trend_bucket} as bucket,
        department,
        is_social,
        agent_id,
        count(*) filter (where counts_for_department) as conversations,
        sum(replies) as replies
    from handled
    where {filters}
    group by 1, 2, 3, 4
),

everybody as (
    select
        bucket,
        department,
        count(distinct agent_id) as people_on_all
    from cells
    group by bucket, department
)

select
    c.bucket,
    c.department,
    c.is_social,
    cast(sum(c.conversations) as bigint) as conversations,
    count(distinct c.agent_id) as people,
    any_value(e.people_on_all) as people_on_all,
    sum(c.replies) as replies
from cells as c
inner join everybody as e on c.bucket = e.bucket and c.department = e.department
group by 1, 2, 3
order by 1, 2, 3

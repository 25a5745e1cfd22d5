-- Who answers over time: conversations, replies and people per bucket of time and department, apart
-- for social and traditional channels, dated by the customer's first message. The share of replies
-- outside the care team is taken of replies whose department is named; the care team are the
-- departments that the settings call so.
select
    {trend_bucket} as bucket,
    department,
    is_social,
    count(distinct conversation_key) as conversations,
    count(distinct agent_id) as people,
    sum(replies) as replies
from handled
where {filters}
group by 1, 2, 3
order by 1, 2, 3

-- Who gave the first human reply in social conversations, by purpose, and how long it took
-- (median and the time within which nine of ten were answered), dated by the customer's first
-- message. Sources that hold no replies at all are left out.
select
    case when not answered then 'not answered' else coalesce(department, 'unnamed') end
        as department,
    purpose,
    count(*) as conversations,
    count_if(answered) as answered,
    quantile_cont(seconds, 0.5) as median_seconds,
    quantile_cont(seconds, 0.9) as p90_seconds
from (
    select
        *,
        case when $hours = 'business' then business_seconds else calendar_seconds end as seconds
    from social_conversations
    where knows_replies and purpose <> 'unknown'
    and {filters}
)
group by 1, 2
order by conversations desc, 1, 2

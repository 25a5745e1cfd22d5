-- Who waits how long on social media: of the conversations of the lag curve those answered within an
-- hour, within a day, later, or not at all, with how many of them are of high priority. Where these
-- shares differ, the curve compares different people with each other, not only different waits.
select
    case
        when not answered then 'not answered'
        when waited_seconds <= 3600 then 'within 1 hour'
        when waited_seconds <= 86400 then 'within 1 day'
        else 'later'
    end as answered,
    count(*) as conversations,
    count(*) filter (where priority = 'high') as high_priority
from lag_waits
where {filters}
group by 1
order by 1

-- What each group_key of waits stands for: a few hundred rows, so that pages group by one column.
select distinct
    group_key,
    kind,
    channel,
    is_social,
    department,
    purpose,
    priority,
    calendar_sla,
    business_sla,
    reopened
from waits

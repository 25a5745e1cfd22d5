-- The 50 conversations in which a customer has waited longest for a person, service first and of
-- high priority first among them, as open_items counts them.
with ranked as (
    select
        *,
        row_number() over (
            partition by conversation_key order by started_at, kind, row_id
        ) as place
    from waits
    where is_open and {filters}
)

select
    coalesce(r.row_id, c.row_id) as row_id,
    date_diff('second', r.started_at, r.newest_at) as age_seconds,
    r.local_at as published_at,
    r.channel,
    r.purpose,
    r.priority,
    r.kind,
    r.customer_id,
    r.handle
from ranked as r
left join conversations as c on r.conversation_key = c.conversation_key
where r.place = 1
order by
    r.purpose <> 'service', r.priority <> 'high', age_seconds desc, r.conversation_key
limit 50

-- The 50 conversations in which a customer has waited longest for a person, service first and of
-- high priority first among them, as open_items counts them.
with open_waits as not materialized (
    -- To read twice the few that are found costs less than to keep all of them.
    select
        kind,
        conversation_key,
        row_id,
        channel,
        purpose,
        priority,
        customer_id,
        handle,
        started_at,
        local_at,
        newest_at
    from waits
    -- Few sources: what is open lasts to the newest moment of its own.
    inner join (select source, newest_at from source_ends) as e on open_in = e.source
    where is_open and {filters}
),

ranked as (
    -- Who still waits for a first response waits for nothing else.
    select
        *,
        1 as place
    from open_waits
    where kind = 'first'
    union all
    select
        *,
        row_number() over (
            partition by conversation_key order by started_at, kind, row_id
        ) as place
    from open_waits
    where kind <> 'first'
),

oldest as (
    select
        *,
        date_diff('second', started_at, newest_at) as age_seconds
    from ranked
    where place = 1
    order by purpose <> 'service', priority <> 'high', age_seconds desc, conversation_key
    limit 50
)

select
    coalesce(r.row_id, c.row_id) as row_id,
    r.age_seconds,
    r.local_at as published_at,
    r.channel,
    r.purpose,
    r.priority,
    r.kind,
    r.customer_id,
    r.handle
from oldest as r
left join conversations as c on r.conversation_key = c.conversation_key
order by
    r.purpose <> 'service', r.priority <> 'high', r.age_seconds desc, r.conversation_key

-- Conversations in which a customer still waits for a person, by age and purpose, of those begun or
-- gone on with in the period: the first message or a later one (thanks apart) has no human reply and
-- the source has not called it resolved since. The age is that of the oldest such message at the
-- newest moment of its source, in calendar time. Calls, chats and visits that nobody took are lost,
-- not open.
with items as (
    -- Who still waits for a first response waits for nothing else.
    select
        purpose,
        date_diff('second', started_at, newest_at) as age_seconds,
        true as never_answered
    from waits
    inner join (select source, newest_at from source_ends) as e on open_in = e.source
    where is_open and kind = 'first' and {filters}
    union all
    select
        min(purpose) as purpose,
        max(date_diff('second', started_at, newest_at)) as age_seconds,
        false as never_answered
    from waits
    inner join (select source, newest_at from source_ends) as e on open_in = e.source
    where is_open and kind <> 'first' and {filters}
    group by conversation_key
)

select
    purpose,
    case
        when age_seconds <= 86400 then 1
        when age_seconds <= 259200 then 2
        when age_seconds <= 604800 then 3
        when age_seconds <= 2592000 then 4
        else 5
    end as age,
    count(*) as items,
    count(*) filter (where never_answered) as never_answered,
    max(age_seconds) as oldest_seconds
from items
group by 1, 2
order by 1, 2

-- Work per contact on each channel: the seconds that people spent on its messages, in or out, in
-- the period, divided by its inbound contacts (so contacts that nobody answers count as no work),
-- and the promised first response. A channel without a single handle time has no seconds.
with counted as (
    select
        channel,
        count_if(direction = 'inbound') as contacts,
        count(handle_seconds) as timed,
        sum(handle_seconds) as seconds
    from interactions
    where {filters}
    group by channel
)

select
    i.channel,
    c.is_social,
    c.target_minutes,
    cast(i.contacts as bigint) as contacts,
    i.timed,
    i.seconds / nullif(i.contacts, 0) as seconds_per_contact
from counted as i
inner join channels as c on i.channel = c.channel
order by i.channel

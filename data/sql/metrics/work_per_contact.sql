-- Work per contact: handle seconds of all messages of a channel, to us and from us, divided by the
-- inbound contacts of the period, because it is inbound contacts that a forecast counts. Messages
-- without a recorded time count as no work. Days are what the interval is made from: sums, squares
-- and products of the days' contacts and seconds.
with by_day as (
    select
        channel,
        day,
        cast(count_if(direction = 'inbound') as double) as contacts,
        cast(count(handle_seconds) as double) as timed,
        coalesce(sum(handle_seconds), 0) as seconds
    from interactions
    where {filters}
    group by channel, day
)

select
    channel,
    count(*) as days,
    cast(sum(contacts) as bigint) as contacts,
    cast(sum(timed) as bigint) as messages_timed,
    sum(seconds) as handle_seconds,
    sum(contacts * contacts) as contacts_squared,
    sum(seconds * seconds) as seconds_squared,
    sum(contacts * seconds) as contacts_times_seconds
from by_day
group by channel
order by contacts desc, channel

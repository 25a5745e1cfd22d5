-- Work per contact on each channel: the seconds that people spent on its messages, in or out, in
-- the period, divided by its inbound contacts (so contacts that nobody answers count as no work),
-- and the promised first response. A channel without a single handle time has no seconds.
select
    i.channel,
    any_value(c.is_social) as is_social,
    any_value(c.target_minutes) as target_minutes,
    count(*) filter (where i.direction = 'inbound') as contacts,
    count(i.handle_seconds) as timed,
    sum(i.handle_seconds) / nullif(count(*) filter (where i.direction = 'inbound'), 0)
        as seconds_per_contact
from (
    select * from interactions
    where {filters}
) as i
inner join channels as c on i.channel = c.channel
group by i.channel
order by i.channel

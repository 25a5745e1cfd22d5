-- Contacts per day and channel.
select cast(day as timestamp) as bucket, channel, cast(sum(interactions) as bigint) as inbound
from daily_cube
where direction = 'inbound'
and {filters}
group by day, channel
order by day, channel

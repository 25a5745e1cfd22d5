-- Sources that tell of a social channel when a message was given to a person or queue.
select source, channel
from interactions
where direction = 'inbound' and is_social and assigned_at is not null
group by source, channel

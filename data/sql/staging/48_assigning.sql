-- Sources that tell of a social channel when a message was given to a person or queue.
select source, channel
from source_days
where direction = 'inbound' and is_social and assigned > 0
group by source, channel

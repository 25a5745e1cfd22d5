-- Threads that the source names after their first message: replies carry its id as their thread.
select distinct source, conversation_id
from messages
where conversation_id is not null and in_reply_to = conversation_id

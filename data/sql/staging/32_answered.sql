-- Messages that others reply to, directly or through others, and that name no thread: what holds their
-- conversation together.
select distinct source, root_id
from conversation_roots
where conversation_id is null

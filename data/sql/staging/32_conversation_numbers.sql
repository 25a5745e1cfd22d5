-- A number for each conversation that a thread of the source or a reply names. A message that stands
-- alone needs none: its row is its conversation. A thread named after a message (:#) is set apart
-- from the source's own thread ids.
with named as (
    select source, ':' || conversation_id as thread
    from messages
    where conversation_id is not null
    union
    select source, coalesce(':' || conversation_id, ':#' || root_id) as thread
    from conversation_roots
)

select
    source,
    thread,
    row_number() over (order by source, thread) as conversation_number
from named

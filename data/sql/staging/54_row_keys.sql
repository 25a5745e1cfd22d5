-- The number and the conversation of each interaction of a stretch of time: below zero where a thread
-- or a reply ties messages, by the first row of all of them, else the row itself. What the build before
-- had tied to a conversation that began before what is made anew (straddlers) stays there.
select
    n.load_id,
    n.part_row,
    n.row_id,
    coalesce(b.conversation_key, -coalesce(e.first_row, s.first_row), n.row_id) as conversation_key
from numbers as n
left join stretch_threads as s on n.source = s.source and n.thread = s.thread
left join earlier_threads as e on n.source = e.source and n.thread = e.thread
left join straddlers as b on n.source = b.source and n.interaction_id = b.interaction_id

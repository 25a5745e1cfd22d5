-- Conversations of more than one message, ours or theirs: the others begin and end with one row. Those that
-- begin with what is made anew.
select distinct conversation_key
from interactions
where
    conversation_key < 0 and row_id <> -conversation_key
    and conversation_key <= -$since_row

-- Work on each conversation: the handle seconds of all its messages, theirs and ours.
select
    conversation_key,
    sum(handle_seconds) as seconds
from interactions
where
    handle_seconds > 0
    and row_id >= (
        select coalesce(min(abs(conversation_key)), 0) from conversations where day >= $judged_day
    )
group by conversation_key

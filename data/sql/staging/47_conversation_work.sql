-- Work on each conversation: the handle seconds of all its messages, theirs and ours.
select
    conversation_key,
    sum(handle_seconds) as seconds
from interactions
where handle_seconds > 0
group by conversation_key

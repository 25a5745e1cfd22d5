-- Messages of customers whose source names a reply or a resolution earlier than the message itself.
-- Such a moment counts for nothing: the wait goes on to the next reply that is known, else it counts
-- as unanswered, because no negative wait is ever made up.
select
    count(*) filter (where first_reply_at < published_at) as replies,
    count(*) filter (where resolved_at < published_at) as resolutions
from interactions
where
    direction = 'inbound'
    and (first_reply_at < published_at or resolved_at < published_at)
    and {filters}

-- Messages of customers whose source names a reply or a resolution earlier than the message itself.
-- Such a moment counts for nothing: the wait goes on to the next reply that is known, else it counts
-- as unanswered, because no negative wait is ever made up.
select
    count(*) filter (where replied_before) as replies,
    count(*) filter (where resolved_before) as resolutions
from odd_moments
where {filters}

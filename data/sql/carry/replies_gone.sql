-- Whether a source that knew of replies has none any more, because messages were replaced.
select count(*) > 0 as replies_gone
from ends_before
where
    knows_replies
    and source not in (
        select source from newest_interactions
        where direction = 'outbound' or first_reply_at is not null
    )

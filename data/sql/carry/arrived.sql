-- What has come since the build before: the newest versions of interactions from loads that it did not
-- have.
select
    i.source,
    i.interaction_id,
    i.conversation_id,
    i.in_reply_to,
    i.published_at
from newest_interactions as i
left join loads_before as b on i.load_id = b.load_id
where b.load_id is null

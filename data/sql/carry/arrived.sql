-- What has come since the build before: the newest versions of interactions from loads that it did not
-- have.
select
    i.source,
    i.interaction_id,
    i.conversation_id,
    i.in_reply_to,
    i.published_at,
    i.direction = 'outbound' or i.first_reply_at is not null as tells_reply
from came_interactions as i
left join repeated_interactions as r
    on i.source = r.source and i.interaction_id = r.interaction_id
where r.interaction_id is null
union all
select
    i.source,
    i.interaction_id,
    i.conversation_id,
    i.in_reply_to,
    i.published_at,
    i.direction = 'outbound' or i.first_reply_at is not null as tells_reply
from newest_repeated as i
left join loads_before as b on i.load_id = b.load_id
where b.load_id is null

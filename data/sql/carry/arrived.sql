-- What has come since the build before: the newest versions of interactions from loads that it did not
-- have.
with newest as (
    select i.*
    from came_interactions as i
    left join repeated_interactions as r
        on i.source = r.source and i.interaction_id = r.interaction_id
    where r.interaction_id is null
    union all by name
    select i.*
    from newest_repeated as i
    left join loads_before as b on i.load_id = b.load_id
    where b.load_id is null
)

select
    source,
    interaction_id,
    conversation_id,
    in_reply_to,
    published_at,
    direction = 'outbound' or first_reply_at is not null as tells_reply
from newest

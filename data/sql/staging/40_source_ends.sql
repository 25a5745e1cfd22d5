-- The newest moment that each source has seen, and whether it knows of any reply.
with ends as (
    select
        source,
        max(published_at) as newest_at,
        max(case when direction = 'outbound' or first_reply_at is not null then 1 else 0 end) = 1
            as knows_replies
    from interactions
    group by source
)

select
    source,
    newest_at,
    (newest_at at time zone 'UTC') at time zone $timezone as local_now_at,
    knows_replies
from ends

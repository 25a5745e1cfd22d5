-- Social conversations that are judged for how long somebody waited, with the newest moment of their
-- source. Of those of the build before only the ones of which later messages change more than the
-- length of a wait that is still open (make_room of data/carry.py adds to that): what ends them had
-- not come by then, or something was said at the very last. All, where a source now tells of other
-- channels when messages were given to somebody.
with other_channels as (
    select coalesce(a.source, b.source) as source
    from assigning as a
    full outer join assigning_before as b on a.source = b.source and a.channel = b.channel
    where a.source is null or b.source is null
),

last_words as (
    select distinct i.conversation_key
    from interactions as i
    inner join ends_before as b on i.source = b.source
    where
        i.published_at >= date_trunc('second', b.newest_at)
        and i.published_at >= (select min(date_trunc('second', newest_at)) from ends_before)
)

select
    c.conversation_key,
    c.row_id,
    c.source,
    c.day,
    c.channel,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.priority,
    c.started_at,
    c.first_reply_at,
    e.newest_at
from conversations as c
inner join source_ends as e on c.source = e.source
left join ends_before as b on c.source = b.source
where
    c.is_social
    and c.knows_replies
    and (
        abs(c.conversation_key) >= $since_row
        or c.first_reply_at > b.newest_at
        or c.resolved_at > b.newest_at
        or c.conversation_key in (select conversation_key from last_words)
        or c.source in (select source from other_channels)
    )

-- One row per inbound message: how old its thread was when it came, and when a person replied next
-- in its conversation, from which department and with how much work. The source's own time of the
-- reply counts first. With what a rule may ask for, so that rules are read from this table alone.
select
    i.row_id,
    i.conversation_key,
    i.channel,
    i.day,
    i.segment,
    i.region,
    i.tier,
    i.purpose,
    i.intent,
    i.sentiment,
    i.author_followers,
    i.shares,
    i.published_at,
    date_diff('second', coalesce(c.started_at, i.published_at), i.published_at)
        as thread_age_seconds,
    case
        when i.first_reply_at >= i.published_at then i.first_reply_at
        else r.reply_at
    end as reviewed_at,
    coalesce(r.department, i.department) as reviewed_by,
    coalesce(r.handle_seconds, i.handle_seconds) as handle_seconds,
    n.knows_replies,
    -- A message that stands alone is a conversation of its own.
    coalesce(c.target_seconds, 60 * coalesce(h.target_minutes, 1440)) as target_seconds,
    -- Its newest moment stands in source_ends.
    i.source
from interactions as i
inner join channels as h on i.channel = h.channel
inner join source_ends as n on i.source = n.source
left join (
    select
        conversation_key,
        started_at,
        target_seconds
    from conversations
    where
        conversation_key < 0 and day < $until_day
        -- The oldest that a message made anew may belong to.
        and abs(conversation_key) >= (
            select least($since_row, coalesce(min(abs(conversation_key)), $since_row))
            from straddlers
        )
) as c on i.conversation_key = c.conversation_key
left join next_replies as r on i.row_id = r.row_id
where
    i.direction = 'inbound' and i.day >= $from_day and i.day < $until_day
    and i.row_id >= $since_row

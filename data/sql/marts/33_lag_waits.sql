-- One row per social conversation in which somebody waits to be helped, as far as that is known when
-- it begins: the first message was given to a person or queue (where its source tells that of a
-- channel; else it reads as service), and it reads neither positive nor as thanks. A praise that is
-- read as a question would wait for ever without a word and hide what waiting does to the others.
-- Seconds count round the clock from the first message. seen_from: when the message was assigned,
-- because one that was assigned only later could not be in the count before. waited: until the first
-- human reply, the solution, or the newest moment of the source. again: the first further message of
-- the same author within the wait; again_negative: the first of these that reads negative. What
-- follows the first message within five minutes belongs to it: people write one complaint in parts.
-- open_in: the source, where nothing that is known ends the wait, so that it lasts to its newest moment.
with solved as (
    select i.conversation_key, min(i.resolved_at) as resolved_at
    from interactions as i
    inner join may_wait as c
        on i.conversation_key = c.conversation_key and i.resolved_at >= c.started_at
    where i.direction = 'inbound'
    group by i.conversation_key
),

waiting as (
    select
        c.*,
        coalesce(d.handle, d.customer_id, '') as author,
        case when a.source is null then 0 else greatest(
            0, date_diff('second', c.started_at, d.assigned_at)
        ) end as seen_from_seconds,
        case when c.first_reply_at is null and s.resolved_at is null then c.source end as open_in,
        date_diff('second', c.started_at, least(
            coalesce(c.first_reply_at, c.newest_at), coalesce(s.resolved_at, c.newest_at),
            c.newest_at
        )) as waited_seconds
    from may_wait as c
    inner join interactions as d on c.row_id = d.row_id
    left join assigning as a on c.source = a.source and c.channel = a.channel
    left join solved as s on c.conversation_key = s.conversation_key
    where
        d.intent <> 'thanks'
        and coalesce(d.sentiment, 'neutral') <> 'positive'
        and case when a.source is null then d.purpose = 'service' else d.assigned_at is not null end
),

further as (
    select
        w.conversation_key,
        min(date_diff('second', w.started_at, i.published_at)) as again_seconds,
        min(case when i.sentiment = 'negative'
            then date_diff('second', w.started_at, i.published_at) end) as again_negative_seconds
    from waiting as w
    inner join interactions as i
        on
            w.conversation_key = i.conversation_key
            and w.author = coalesce(i.handle, i.customer_id, '')
    where
        i.direction = 'inbound'
        and i.conversation_key < 0
        and date_diff('second', w.started_at, i.published_at) > 300
        and date_diff('second', w.started_at, i.published_at) < w.waited_seconds
    group by w.conversation_key
)

select
    w.conversation_key,
    w.day,
    w.channel,
    w.segment,
    w.region,
    w.tier,
    w.purpose,
    w.priority,
    w.first_reply_at is not null as answered,
    w.seen_from_seconds,
    w.waited_seconds,
    w.open_in,
    f.again_seconds,
    f.again_negative_seconds
from waiting as w
left join further as f on w.conversation_key = f.conversation_key
where w.waited_seconds > 0
order by w.day, w.channel, w.conversation_key

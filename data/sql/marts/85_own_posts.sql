-- One row per outbound social post with what may be wrong with it: for each kind of flag its
-- severity, 0 where there is none, 1 low, 2 medium, 3 high. A reply has the groups and the purpose
-- of the conversation that it answers; a post that answers nobody has none. Words are judged once
-- per distinct text; a text that advertises is flagged on a sad day, or the day after, unless it
-- answers somebody. A post is off hours when no opening hour holds it and a person sent it: low
-- for a reply, medium for a post that nobody waited for.
with text_flags as (
    select
        text_hash,
        max(case when kind = 'profanity' then severity else 0 end) as profanity,
        max(case when kind = 'sensitive' then severity else 0 end) as sensitive,
        max(case when kind = 'promise' then severity else 0 end) as promise,
        max(case when kind = 'personal' then severity else 0 end) as personal,
        max(case when kind = 'tone' then severity else 0 end) as tone
    from own_flags
    group by text_hash
),

answered as (
    select
        conversation_key,
        started_at,
        segment,
        region,
        tier,
        purpose
    from conversations
    where conversation_key in (
        select conversation_key from interactions
        where direction = 'outbound' and is_social and row_id >= $since_row
    )
),

posts as (
    select
        i.row_id,
        i.interaction_id,
        i.source,
        i.channel,
        i.day,
        i.local_at,
        i.agent_id,
        i.department,
        i.automated,
        i.brand,
        i.handle,
        md5(i.text) as text_hash,
        i.text,
        i.masked_text,
        coalesce(c.segment, 'unknown') as segment,
        coalesce(c.region, 'unknown') as region,
        coalesce(c.tier, 'unknown') as tier,
        coalesce(c.purpose, 'unknown') as purpose,
        c.conversation_key is not null or i.in_reply_to is not null as is_reply,
        s.event,
        d.opens_at,
        d.closes_at
    from interactions as i
    left join answered as c
        on i.conversation_key = c.conversation_key and c.started_at <= i.published_at
    left join sensitive_days as s on i.day = s.day
    left join days as d on i.day = d.day
    where i.direction = 'outbound' and i.is_social and i.row_id >= $since_row
),

judged as (
    select
        p.row_id,
        p.interaction_id,
        p.source,
        p.channel,
        p.day,
        p.local_at,
        p.agent_id,
        p.department,
        p.automated,
        p.brand,
        p.handle,
        p.text_hash,
        p.text,
        p.masked_text,
        p.segment,
        p.region,
        p.tier,
        p.purpose,
        p.is_reply,
        case when f.tone > 0 and not p.is_reply then p.event end as event,
        p.opens_at,
        p.closes_at,
        coalesce(f.profanity, 0) as profanity,
        greatest(
            coalesce(f.sensitive, 0),
            case when p.event is not null and not p.is_reply then coalesce(f.tone, 0) else 0 end
        ) as sensitive,
        coalesce(f.promise, 0) as promise,
        coalesce(f.personal, 0) as personal,
        case
            when p.automated or (p.local_at >= p.opens_at and p.local_at < p.closes_at) then 0
            when p.is_reply then 1
            else 2
        end as off_hours
    from posts as p
    left join text_flags as f on p.text_hash = f.text_hash
)

select
    *,
    greatest(profanity, sensitive, promise, personal) as said,
    greatest(profanity, sensitive, promise, personal, off_hours) as severity
from judged
order by row_id

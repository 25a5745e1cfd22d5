-- Own posts with one of the flags asked for, the gravest first and then the newest, a page of them:
-- each with its flags, the reasons and the words behind them, and how many own posts say the very
-- same. Posts that a reviewer has marked can be left out or asked for alone.
with found as (
    select
        *,
        source || ' ' || interaction_id as post_key,
        greatest(
            case when list_contains($kinds::varchar[], 'profanity') then profanity else 0 end,
            case when list_contains($kinds::varchar[], 'sensitive') then sensitive else 0 end,
            case when list_contains($kinds::varchar[], 'promise') then promise else 0 end,
            case when list_contains($kinds::varchar[], 'personal') then personal else 0 end,
            case when list_contains($kinds::varchar[], 'off_hours') then off_hours else 0 end
        ) as asked,
        count(*) over (partition by text_hash) - 1 as same_text
    from own_posts
    where {filters}
),

chosen as (
    select
        *,
        count(*) over () as total,
        row_number() over (order by asked desc, local_at desc, row_id desc) as place
    from found
    where
        asked > 0
        and (
            $only_marked = list_contains($marked::varchar[], post_key)
            or ($marked_too and not $only_marked)
        )
        and (
            $search::varchar is null
            or contains(
                lower(case when $sees_personal then text else coalesce(masked_text, text) end),
                lower($search::varchar)
            )
        )
),

page as (
    select * from chosen
    where place > $skip and place <= $skip + $limit
)

select
    c.place,
    c.total,
    c.row_id,
    c.interaction_id,
    c.source,
    c.local_at as published_at,
    c.channel,
    case when $sees_personal then c.text else coalesce(c.masked_text, c.text) end as text,
    case when $sees_personal then c.masked_text end as masked_text,
    c.profanity,
    c.sensitive,
    c.promise,
    c.personal,
    c.off_hours,
    c.severity,
    c.event,
    c.opens_at,
    c.closes_at,
    c.department,
    case when $sees_personal then coalesce(a.name, c.agent_id) end as agent,
    c.automated,
    c.is_reply,
    c.brand,
    c.same_text,
    max(r.reason) filter (where r.kind = 'profanity') as profanity_reason,
    max(r.reason) filter (where r.kind = 'promise') as promise_reason,
    max(r.reason) filter (where r.kind = 'personal') as personal_reason,
    max(r.reason) filter (where r.kind = 'sensitive') as sensitive_reason,
    coalesce(flatten(list(r.words order by r.kind) filter (
        where r.kind is not null and (r.kind <> 'tone' or c.event is not null)
    )), []) as words
from page as c
left join own_flags as r on c.text_hash = r.text_hash
left join agents as a on c.agent_id = a.agent_id
group by all
order by c.place

-- Outgoing social posts and replies by the department that wrote them, and by the person for who
-- may see personal data, with how many have each kind of flag. Automatic replies are a row of their
-- own; off hours count only what people sent.
with chosen as (
    select
        *,
        case when automated then 'automatic' else coalesce(department, 'unnamed') end as team
    from own_posts
    where {filters}
),

named as (
    select 'department' as dimension, team as name, * from chosen
    union all by name
    select
        'agent' as dimension,
        coalesce(a.name, c.agent_id) as name,
        c.*
    from chosen as c
    left join agents as a on c.agent_id = a.agent_id
    where $sees_personal and c.agent_id is not null and not c.automated
)

select
    dimension,
    name,
    count(*) as posts,
    count(*) filter (where said > 0) as said,
    count(*) filter (where said = 3) as high,
    count(*) filter (where profanity > 0) as profanity,
    count(*) filter (where sensitive > 0) as sensitive,
    count(*) filter (where promise > 0) as promise,
    count(*) filter (where personal > 0) as personal,
    count(*) filter (where off_hours > 0) as off_hours
from named
group by dimension, name
order by dimension, posts desc, name

-- Keys of interactions that have come and stand in the lake more than once: within what has come, or
-- because the build before had them.
with came as (
    select source, interaction_id
    from came_interactions
),

repeated as (
    select source, interaction_id
    from came
    group by source, interaction_id
    having count(*) > 1
    union
    select c.source, c.interaction_id
    from came as c
    semi join interactions as i on c.source = i.source and c.interaction_id = i.interaction_id
)

select
    n.source,
    n.interaction_id
from repeated as n
left join repeated_interactions as r
    on n.source = r.source and n.interaction_id = r.interaction_id
where r.interaction_id is null

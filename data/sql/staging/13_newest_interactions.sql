-- The newest version of each interaction.
select l.*, 1 as version_number
from lake_interactions as l
left join repeated_interactions as r
    on l.source = r.source and l.interaction_id = r.interaction_id
where r.interaction_id is null
union all
select * from newest_repeated

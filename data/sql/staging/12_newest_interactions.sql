-- The newest version of each interaction.
with versions as (
    select
        l.*,
        row_number() over (
            partition by l.source, l.interaction_id
            order by
                l.published_at desc nulls last,
                l.ingested_at desc nulls last,
                l.load_id desc,
                l.line_number desc
        ) as version_number
    from lake_interactions as l
    inner join repeated_interactions as r
        on l.source = r.source and l.interaction_id = r.interaction_id
)

select l.*, 1 as version_number
from lake_interactions as l
left join repeated_interactions as r
    on l.source = r.source and l.interaction_id = r.interaction_id
where r.interaction_id is null
union all
select * from versions
where version_number = 1

-- The newest version of each interaction that the lake carries more than once.
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

select * from versions
where version_number = 1

-- The numbers of the interactions of a stretch of time, in the order of time: of a row of the lake,
-- told by its load and its place there. With the thread that ties a message to others, where one does:
-- one that the source or a reply names. A thread named after a message (:#) is set apart from the
-- source's own thread ids.
with numbered as (
    select
        load_id,
        part_row,
        source,
        interaction_id,
        conversation_id,
        $rows_before + row_number() over (order by published_at, source, interaction_id) as row_id
    from newest_interactions
    where published_at >= $from_at and published_at < $until_at
)

select
    n.load_id,
    n.part_row,
    n.row_id,
    n.source,
    n.interaction_id,
    coalesce(
        ':' || n.conversation_id,
        ':' || r.conversation_id,
        ':' || t.conversation_id,
        ':#' || coalesce(r.root_id, a.root_id)
    ) as thread
from numbered as n
left join conversation_roots as r
    on n.source = r.source and n.interaction_id = r.interaction_id
left join named_threads as t
    on n.source = t.source and coalesce(r.root_id, n.interaction_id) = t.conversation_id
left join answered as a on n.source = a.source and n.interaction_id = a.root_id

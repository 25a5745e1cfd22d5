-- The numbers of the interactions of a stretch of time, in the order of time: of a row of the lake,
-- told by its load and its place there.
select
    load_id,
    part_row,
    $rows_before + row_number() over (order by published_at, source, interaction_id) as row_id
from newest_interactions
where published_at >= $from_at and published_at < $until_at

-- Those of them that begin in the stretch.
select
    s.source,
    s.thread,
    s.first_row
from stretch_threads as s
left join earlier_threads as e on s.source = e.source and s.thread = e.thread
where e.first_row is null

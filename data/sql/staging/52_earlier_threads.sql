-- Those of them that began before the stretch, with the row that began them.
select
    t.source,
    t.thread,
    t.first_row
from threads as t
inner join stretch_threads as s on t.source = s.source and t.thread = s.thread

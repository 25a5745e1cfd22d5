-- The threads of a stretch of time, each with its first row there.
select
    source,
    thread,
    min(row_id) as first_row
from numbers
where thread is not null
group by source, thread

-- How many words each inbound message has: what relevance divides by.
with lengths as (
    select
        text_id,
        cast(sum(times) as integer) as word_count
    from said_words
    where not starts_with(word, '#')
    group by text_id
)

select
    m.row_id,
    t.word_count
from said_by as m
inner join lengths as t on m.text_id = t.text_id
order by m.row_id

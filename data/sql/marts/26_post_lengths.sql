-- How many words each inbound message has: what relevance divides by.
select
    row_id,
    cast(sum(times) as integer) as word_count
from post_words
where not starts_with(word, '#') and row_id >= $since_row
group by row_id
order by row_id

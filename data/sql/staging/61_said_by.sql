-- Which message says which of these texts.
select
    i.row_id,
    t.text_id
from interactions as i
inner join said_texts as t on coalesce(i.masked_text, i.text) = t.said
where i.direction = 'inbound' and i.text is not null and i.row_id >= $since_row

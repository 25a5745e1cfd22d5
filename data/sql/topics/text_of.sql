-- Which text each inbound social post has.
select
    i.row_id,
    t.text_id
from interactions as i
inner join topic_texts as t on coalesce(i.masked_text, i.text) = t.said
where i.direction = 'inbound' and i.is_social

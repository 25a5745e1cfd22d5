-- Each distinct text of inbound social posts, told by the first post that has it.
select
    min(row_id) as text_id,
    coalesce(masked_text, text) as said
from interactions
where direction = 'inbound' and is_social and text is not null
group by coalesce(masked_text, text)

-- Each distinct text of inbound messages that are made anew, as search reads it: masked, and told by
-- the first message that has it.
select
    min(row_id) as text_id,
    coalesce(masked_text, text) as said
from interactions
where direction = 'inbound' and text is not null and row_id >= $since_row
group by coalesce(masked_text, text)

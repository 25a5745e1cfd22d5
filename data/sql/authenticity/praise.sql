-- Praise on social media by an account, with what it says.
select
    row_id,
    coalesce(masked_text, text) as said
from interactions
where
    is_social and direction = 'inbound' and text is not null and handle is not null
    and (sentiment = 'positive' or intent = 'praise')

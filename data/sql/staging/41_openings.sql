-- What customers' messages tell of each conversation that a thread or a reply ties; a message that
-- stands alone tells it itself. Rows are numbered in the order of time, so the first row is the
-- earliest, and the row of the first message of a purpose stands for that message.
select
    conversation_key,
    min(row_id) as first_row,
    min(published_at) as started_at,
    coalesce(
        min(row_id) filter (where purpose = 'service'),
        min(row_id) filter (where purpose = 'marketing'),
        min(row_id) filter (where purpose = 'other')
    ) as purpose_row,
    min(row_id) filter (where customer_id is not null) as customer_row,
    min(row_id) filter (where sentiment is not null) as sentiment_row,
    min(first_reply_at) as given_reply_at,
    max(resolved_at) as resolved_at,
    count(*) as inbound
from interactions
where
    direction = 'inbound' and conversation_key < 0
    -- Those that begin with what is made anew.
    and conversation_key <= -$since_row
group by conversation_key

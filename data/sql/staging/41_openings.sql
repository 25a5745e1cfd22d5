-- What customers' messages tell of each conversation of several messages; one that stands alone tells
-- it itself. Rows are numbered in the order of time, so the first row is the earliest, and the row of
-- the first message of a purpose stands for that message.
select
    i.conversation_key,
    min(i.row_id) as first_row,
    min(i.published_at) as started_at,
    coalesce(
        min(i.row_id) filter (where i.purpose = 'service'),
        min(i.row_id) filter (where i.purpose = 'marketing'),
        min(i.row_id) filter (where i.purpose = 'other')
    ) as purpose_row,
    min(i.row_id) filter (where i.customer_id is not null) as customer_row,
    min(i.row_id) filter (where i.sentiment is not null) as sentiment_row,
    min(i.first_reply_at) as given_reply_at,
    max(i.resolved_at) as resolved_at,
    count(*) as inbound
from interactions as i
semi join talks as t on i.conversation_key = t.conversation_key
where i.direction = 'inbound' and i.conversation_key < 0
group by i.conversation_key

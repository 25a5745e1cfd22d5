-- Messages of customers whose source names a reply or a resolution earlier than the message itself:
-- few, so that a page need not read three moments of every message to count them.
select
    row_id,
    day,
    channel,
    segment,
    region,
    tier,
    purpose,
    first_reply_at is not null and first_reply_at < published_at as replied_before,
    resolved_at is not null and resolved_at < published_at as resolved_before
from interactions
where
    direction = 'inbound'
    and row_id >= $since_row
    and (first_reply_at < published_at or resolved_at < published_at)

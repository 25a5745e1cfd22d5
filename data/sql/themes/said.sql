-- Every message that themes are sought in and that is made anew: its text, its author (the customer
-- where known, else the account), its place in time and whether it tells of trouble.
select
    i.row_id,
    t.text_id,
    coalesce(i.customer_id, i.channel || ':' || lower(ltrim(i.handle, '@'))) as author,
    i.day,
    i.published_at,
    (i.purpose = 'service' or i.sentiment = 'negative') as is_trouble
from interactions as i
inner join theme_said_now as t on coalesce(i.masked_text, i.text) = t.said
where i.direction = 'inbound' and i.campaign_id is null and i.row_id >= $since_row

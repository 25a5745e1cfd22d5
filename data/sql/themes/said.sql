-- Every message that themes are sought in: its text, its author (the customer where known, else the
-- account) and its place in time, in buckets counted from the first day.
select
    i.row_id,
    t.text_id,
    coalesce(i.customer_id, i.channel || ':' || lower(ltrim(i.handle, '@'))) as author,
    i.published_at,
    cast(floor(date_diff('day', $first_day::date, i.day) / $bucket_days::double) as integer)
        as bucket,
    (i.purpose = 'service' or i.sentiment = 'negative') as is_trouble
from interactions as i
inner join theme_texts as t on coalesce(i.masked_text, i.text) = t.said
where i.direction = 'inbound' and i.campaign_id is null

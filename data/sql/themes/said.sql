-- Every message that themes are sought in and that is made anew: its text, its author with a number,
-- its place in time, whether it tells of trouble, and what filters and charts of theme_messages ask
-- for, which is so taken over and not looked up at each build.
select
    i.row_id,
    t.text_id,
    a.author,
    a.author_number,
    i.day,
    i.published_at,
    i.channel,
    i.is_social,
    i.segment,
    i.region,
    i.tier,
    i.purpose,
    i.intent,
    i.sentiment,
    i.customer_id,
    (i.purpose = 'service' or i.sentiment = 'negative') as is_trouble
from interactions as i
inner join theme_said_now as t on coalesce(i.masked_text, i.text) = t.said
left join theme_authors_now as a
    on coalesce(i.customer_id, i.channel || ':' || lower(ltrim(i.handle, '@'))) = a.author
where i.direction = 'inbound' and i.campaign_id is null and i.row_id >= $since_row

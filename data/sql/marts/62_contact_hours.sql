-- Contacts (inbound interactions) per local hour and every group that a filter or a spike asks for.
select
    i.day,
    i.hour,
    i.channel,
    i.is_social,
    i.segment,
    i.region,
    i.tier,
    i.purpose,
    i.intent,
    count(*) as contacts,
    count(r.row_id) as repeated
from interactions as i
left join post_repeats as r on i.row_id = r.row_id
where i.direction = 'inbound' and i.day >= $from_day and i.day < $until_day
group by
    i.day, i.hour, i.channel, i.is_social, i.segment, i.region, i.tier, i.purpose, i.intent
order by i.day, i.hour, i.channel

-- Interactions with the customer behind a handle filled in, where the handles table knows.
select
    i.*,
    coalesce(i.customer_id, h.customer_id) as resolved_customer_id,
    c.is_social
from newest_interactions as i
inner join channels as c on i.channel = c.channel
left join newest_handles as h
    on i.channel = h.network and i.handle = h.handle and i.direction = 'inbound'

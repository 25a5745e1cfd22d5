-- Interactions with the customer behind a handle filled in, where a source knows, the match is sure
-- enough or a reviewer has said so. A customer that the message itself names is never replaced.
-- What a source says about purpose and sentiment counts where there is no text to judge by.
select
    i.* exclude (purpose, polarity),
    case when i.text is null and i.direction = 'inbound' then i.purpose end as given_purpose,
    case when i.text is null and i.direction = 'inbound' then i.polarity end as given_polarity,
    coalesce(i.customer_id, o.customer_id) as resolved_customer_id,
    c.is_social
from newest_interactions as i
inner join channels as c on i.channel = c.channel
left join handle_owners as o
    on
        i.channel = o.network
        and lower(ltrim(i.handle, '@')) = o.account
        and i.direction = 'inbound'

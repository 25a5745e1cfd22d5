-- Interactions with the customer behind a handle filled in, where the handles table knows. Account
-- names are compared without regard to case and a leading @.
with accounts as (
    select
        network,
        lower(ltrim(handle, '@')) as account,
        max(customer_id) as customer_id
    from newest_handles
    where customer_id is not null
    group by network, lower(ltrim(handle, '@'))
)

select
    i.*,
    coalesce(i.customer_id, a.customer_id) as resolved_customer_id,
    c.is_social
from newest_interactions as i
inner join channels as c on i.channel = c.channel
left join accounts as a
    on
        i.channel = a.network
        and lower(ltrim(i.handle, '@')) = a.account
        and i.direction = 'inbound'

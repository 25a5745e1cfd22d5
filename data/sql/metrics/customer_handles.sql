-- The social accounts that are tied to one customer: by whom or what, how sure that is where a model
-- or a reviewer tied them, and when each wrote last. Nobody has decided on an account that the source
-- itself names with its posts.
with allowed as (
    select customer_id
    from customers
    where
        customer_id = $customer_id
        and (
            len($viewer_regions::varchar[]) = 0
            or list_contains($viewer_regions::varchar[], region)
        )
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

tied as (
    select network, account, handle, status, decided_by, decided_at, match_probability, reasons
    from handle_links
    where customer_id in (select customer_id from allowed)
),

used as (
    select
        channel as network,
        lower(ltrim(handle, '@')) as account,
        max(handle) as handle,
        max(day) as last_day,
        count(*) as posts
    from interactions
    where
        is_social
        and direction = 'inbound'
        and handle is not null
        and customer_id = $customer_id
        and customer_id in (select customer_id from allowed)
    group by channel, lower(ltrim(handle, '@'))
)

select
    coalesce(t.network, u.network) as network,
    coalesce(t.handle, u.handle) as handle,
    t.status,
    t.decided_by,
    t.decided_at,
    t.match_probability,
    array_to_string(t.reasons, '; ') as reasons,
    coalesce(u.posts, 0) as posts,
    u.last_day
from tied as t
full outer join used as u on t.network = u.network and t.account = u.account
order by network, handle

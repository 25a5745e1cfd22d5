-- The social accounts that are tied to one customer, who said so, and when the account wrote last.
with own as (
    select
        handle,
        network,
        decided_by
    from handles
    where
        customer_id in (
            select customer_id
            from customers
            where
                customer_id = $customer_id
                and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
                and (
                    len($viewer_segments::varchar[]) = 0
                    or list_contains($viewer_segments::varchar[], segment)
                )
        )
),

used as (
    select
        channel,
        handle,
        max(day) as last_day,
        sum(interactions) as posts
    from handle_days
    group by channel, handle
)

select
    o.network,
    o.handle,
    o.decided_by,
    coalesce(u.posts, 0) as posts,
    u.last_day
from own as o
left join used as u on o.network = u.channel and lower(ltrim(o.handle, '@')) = u.handle
order by o.network, o.handle

-- Customers whose number or social handle begins with what was typed, or, for a viewer who may see
-- personal data, whose name or e-mail address holds it; those with most contacts first.
with wanted as (
    select
        lower($search) as said,
        lower(ltrim($search, '@')) as account
),

found as (
    select c.customer_id, min(how) as how
    from (
        select customer_id, 1 as how
        from customers, wanted
        where starts_with(lower(customer_id), wanted.said)
        union all
        select customer_id, 2 as how
        from handle_links, wanted
        where customer_id is not null and starts_with(handle_links.account, wanted.account)
        union all
        select customer_id, 2 as how
        from interactions, wanted
        where
            customer_id is not null
            and is_social
            and direction = 'inbound'
            and starts_with(lower(ltrim(handle, '@')), wanted.account)
        union all
        select customer_id, 3 as how
        from customers, wanted
        where
            $sees_personal
            and (contains(lower(name), wanted.said) or contains(lower(email), wanted.said))
    ) as c
    group by c.customer_id
),

contacts as (
    select
        customer_id,
        sum(interactions) as interactions,
        coalesce(sum(interactions) filter (where is_social), 0) as social_posts
    from customer_days
    group by customer_id
)

select
    c.customer_id,
    c.name,
    c.segment,
    c.region,
    c.tier,
    coalesce(n.interactions, 0) as interactions,
    coalesce(n.social_posts, 0) as social_posts,
    case f.how when 1 then 'number' when 2 then 'handle' else 'name or e-mail' end as found_by
from found as f
inner join customers as c on f.customer_id = c.customer_id
left join contacts as n on c.customer_id = n.customer_id
where
    (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], segment)
    )
order by lower(c.customer_id) = lower($search) desc, interactions desc, c.customer_id
limit $limit

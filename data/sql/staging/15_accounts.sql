-- Accounts that may be a customer's: those of the handles table and those seen writing to us. Whom the sources name as owner, in the table
-- or beside a post, is counted: more than one is a conflict.
with named as (
    select
        network,
        lower(ltrim(handle, '@')) as account,
        max(handle) as handle,
        max(display_name) as display_name,
        max(city) as city,
        max(email) as email,
        max(decided_by) as decided_by
    from newest_handles
    group by network, lower(ltrim(handle, '@'))
),

seen as (
    select
        network,
        account,
        max(handle) as handle,
        max(display_name) as display_name,
        cast(sum(posts) as bigint) as posts,
        max(last_at) as last_at
    from account_posts
    group by network, account
),

told as (
    select network, lower(ltrim(handle, '@')) as account, customer_id
    from newest_handles
    where customer_id is not null
    union
    select network, account, customer_id
    from account_posts
    where customer_id is not null
),

owners as (
    select
        network,
        account,
        count(*) as owners_told,
        min(customer_id) as owner_told,
        max(customer_id) as other_owner_told
    from told
    group by network, account
)

select
    coalesce(n.network, s.network) as network,
    coalesce(n.account, s.account) as account,
    coalesce(n.handle, s.handle) as handle,
    coalesce(n.display_name, s.display_name) as display_name,
    n.city,
    n.email,
    n.decided_by,
    coalesce(s.posts, 0) as posts,
    s.last_at,
    coalesce(o.owners_told, 0) as owners_told,
    o.owner_told,
    o.other_owner_told
from named as n
full outer join seen as s on n.network = s.network and n.account = s.account
left join owners as o
    on
        coalesce(n.network, s.network) = o.network
        and coalesce(n.account, s.account) = o.account
order by network, account

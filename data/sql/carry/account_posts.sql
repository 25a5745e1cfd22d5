-- Accounts seen before, and in what has come.
with both_times as (
    select * from account_posts
    union all by name
    select * from came_posts
)

select
    network,
    account,
    customer_id,
    max(handle) as handle,
    max(display_name) as display_name,
    cast(sum(posts) as bigint) as posts,
    max(last_at) as last_at
from both_times
group by network, account, customer_id

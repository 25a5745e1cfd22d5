-- Each account that writes to us on social media: its first day, posts, days and busiest day.
with days as (
    select
        channel || ':' || handle as account,
        day,
        cast(sum(interactions) as bigint) as posts
    from handle_days
    group by channel, handle, day
)

select
    account,
    min(day) as first_day,
    sum(posts) as posts,
    count(*) as days,
    max(posts) as most_in_a_day
from days
group by account
order by account

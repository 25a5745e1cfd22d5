-- Each account that writes to us on social media: its first day, posts, days and busiest day.
with days as (
    select
        channel || ':' || lower(ltrim(handle, '@')) as account,
        day,
        count(*) as posts
    from interactions
    where is_social and direction = 'inbound' and handle is not null
    group by all
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

-- Accounts that wrote most positive social posts under the filters: how many, the most in a day,
-- and all that they ever wrote. Those with copied praise are not listed, for their batch is.
with mine as materialized (
    select
        channel,
        lower(ltrim(handle, '@')) as handle,
        channel || ':' || lower(ltrim(handle, '@')) as account,
        day,
        row_id
    from interactions
    where
        direction = 'inbound' and is_social and sentiment = 'positive' and handle is not null
        and {filters}
),

by_day as (
    select channel, handle, account, day, count(*) as posts
    from mine
    where row_id not in (select row_id from praise_copies where batch_id is not null)
    group by all
)

select
    d.channel,
    d.handle,
    cast(sum(d.posts) as bigint) as positive,
    max(d.posts) as most_in_a_day,
    cast(any_value(a.posts) as bigint) as posts_ever,
    any_value(a.first_day) as first_day,
    (select count(*) from mine) as all_positive
from by_day as d
inner join writers as a on d.account = a.account
group by d.channel, d.handle
order by positive desc, d.channel, d.handle
limit $limit

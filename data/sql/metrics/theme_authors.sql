-- Who wrote most about a theme in its busiest stretch: customers, and accounts that are tied to
-- none, with their messages and channels, beside all messages of the stretch with a known author.
with chosen as (
    select *
    from theme_messages
    where
        theme_id = $theme_id and author is not null
        and day >= $from_day::date and day < $until_day::date
        and {filters}
),

per_author as (
    select
        author,
        any_value(customer_id) as customer_id,
        any_value(row_id) as row_id,
        count(*) as messages,
        string_agg(distinct channel, ', ' order by channel) as channels
    from chosen
    group by author
)

select
    row_number() over (order by p.messages desc, p.author) as place,
    p.customer_id,
    i.handle,
    p.channels,
    p.messages,
    sum(p.messages) over () as known,
    count(*) over () as authors
from per_author as p
inner join interactions as i on p.row_id = i.row_id
order by place
limit $limit

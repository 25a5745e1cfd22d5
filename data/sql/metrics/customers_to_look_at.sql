-- Customers worth looking at under the filters: those with the most social posts, and those who
-- wait longest for a first reply to a conversation that nobody has answered.
with posting as (
    select
        customer_number,
        'most social posts' as why,
        sum(interactions) as posts,
        cast(null as bigint) as waiting_seconds,
        rank() over (order by sum(interactions) desc) as place
    from customer_days
    where is_social and {filters}
    group by customer_number
),

waiting as (
    select
        customer_number,
        'longest unanswered' as why,
        count(*) as posts,
        max(date_diff('second', started_at, newest.at)) as waiting_seconds,
        rank() over (order by min(started_at)) as place
    from conversations
    cross join (select max(published_at) as at from interactions) as newest
    where
        customer_number is not null and knows_replies and first_reply_at is null and {filters}
    group by customer_number
),

-- Names are read of these few; among equals they decide.
named as (
    select
        c.customer_id,
        f.why,
        f.posts,
        f.waiting_seconds,
        c.segment,
        c.region,
        c.tier,
        row_number() over (partition by f.why order by f.place, c.customer_id) as place
    from (
        select * from posting where place <= $limit
        union all
        select * from waiting where place <= $limit
    ) as f
    inner join customers as c on f.customer_number = c.customer_number
)

select
    customer_id,
    why,
    posts,
    waiting_seconds,
    segment,
    region,
    tier
from named
where place <= $limit
order by why desc, place

-- Customers worth looking at under the filters: those with the most social posts, and those who
-- wait longest for a first reply to a conversation that nobody has answered.
with posting as (
    select
        customer_id,
        'most social posts' as why,
        sum(interactions) as posts,
        cast(null as bigint) as waiting_seconds,
        row_number() over (order by sum(interactions) desc, customer_id) as place
    from customer_days
    where is_social and {filters}
    group by customer_id
),

waiting as (
    select
        customer_id,
        'longest unanswered' as why,
        count(*) as posts,
        max(date_diff('second', started_at, newest.at)) as waiting_seconds,
        row_number() over (order by min(started_at), customer_id) as place
    from conversations
    cross join (select max(published_at) as at from interactions) as newest
    where customer_id is not null and knows_replies and first_reply_at is null and {filters}
    group by customer_id
)

select
    f.customer_id,
    f.why,
    f.posts,
    f.waiting_seconds,
    c.segment,
    c.region,
    c.tier
from (
    select * from posting where place <= $limit
    union all
    select * from waiting where place <= $limit
) as f
inner join customers as c on f.customer_id = c.customer_id
order by f.why desc, f.place

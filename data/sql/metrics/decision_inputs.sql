-- What the decision takes from the log: counts and sums over the year before the end of the period
-- (or as many days as there are), one row. Customers: all in the chosen groups. Users: customers with
-- at least one inbound service message on social media. Conversations: service conversations on
-- social media; known are those of a customer. Handled: conversations with their handle seconds,
-- service on social media and all on traditional channels. Unresolved: service conversations (or
-- calls without a note) on traditional channels that nobody closed, at least seven days old, whose
-- customer did not come again within seven days. Repeats: of closed and of not closed ones, those
-- that were followed by another within seven days. Cost of an hour: of each channel, weighted by
-- hours worked. Said: conversations on social media by the purpose that was read. Channel and purpose
-- do not narrow it. What accounts without a customer wrote is left out for a viewer of some regions
-- or segments only.
with year as (
    select
        max($end::date) as until_day,
        max($end::date) - 365 as from_day,
        count(*) filter (
            where has_data and day >= $end::date - 365 and day < $end::date
        ) as data_days
    from days
),

people as (
    select
        count(*) as customers,
        count(yearly_value) as value_n,
        sum(yearly_value) as value_sum,
        sum(yearly_value * yearly_value) as value_squares
    from customers
    where {customer_filters}
),

per_user as (
    select customer_id
    from customer_days
    cross join year
    where
        is_social and purpose = 'service'
        and day >= from_day and day < until_day
        and {customer_filters}
    group by customer_id
),

users as (
    select count(*) as users from per_user
),

mine as (
    select c.*, knows.knows_closing
    from conversations as c
    cross join year
    inner join (
        select source, count(resolved_at) > 0 as knows_closing
        from conversations
        group by source
    ) as knows on c.source = knows.source
    where
        c.day >= from_day and c.day < until_day
        and {customer_filters}
),

known_of_user as (
    select customer_id, count(*) as conversations
    from mine
    where is_social and purpose = 'service' and customer_id is not null
    group by customer_id
),

known as (
    select
        coalesce(sum(conversations), 0) as known_conversations,
        coalesce(sum(conversations * conversations), 0) as known_squares,
        count(*) as known_users
    from known_of_user
),

everybody as (
    select
        count(*) filter (where customer_id is not null) as all_known_conversations,
        count(*) filter (where customer_id is null) as unknown_conversations
    from conversations
    cross join year
    where
        is_social and purpose = 'service'
        and day >= from_day and day < until_day
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
),

strangers as (
    select count(distinct handle) as unknown_handles
    from handle_days
    cross join year
    where
        not matched and purpose = 'service'
        and day >= from_day and day < until_day
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
),

worked as (
    select i.conversation_key, sum(i.handle_seconds) as seconds
    from interactions as i
    cross join year
    where
        i.handle_seconds > 0
        and i.day >= from_day - 1 and i.day < until_day
    group by i.conversation_key
),

handled as (
    select m.channel, m.is_social, w.seconds
    from mine as m
    inner join worked as w on m.conversation_key = w.conversation_key
    where not m.is_social or m.purpose = 'service'
),

work as (
    select
        count(*) filter (where is_social) as social_handled,
        sum(seconds) filter (where is_social) as social_seconds,
        sum(seconds * seconds) filter (where is_social) as social_squares,
        count(*) filter (where not is_social) as traditional_handled,
        sum(seconds) filter (where not is_social) as traditional_seconds,
        sum(seconds * seconds) filter (where not is_social) as traditional_squares
    from handled
),

cost_now as (
    select
        channel,
        arg_max(cost_per_hour, valid_from) as cost_per_hour,
        arg_max(fixed_cost_per_month, valid_from) as fixed_cost_per_month
    from channel_costs
    where valid_from < $end::date
    group by channel
),

hours as (
    select channel, sum(seconds) as seconds
    from handled
    group by channel
),

costs as (
    select
        sum(k.cost_per_hour * h.seconds) filter (where ch.is_social)
        / sum(h.seconds) filter (where ch.is_social and k.cost_per_hour is not null)
            as social_cost_per_hour,
        sum(k.cost_per_hour * h.seconds) filter (where not ch.is_social)
        / sum(h.seconds) filter (where not ch.is_social and k.cost_per_hour is not null)
            as traditional_cost_per_hour,
        sum(k.fixed_cost_per_month) filter (where ch.is_social) as tools_per_month
    from cost_now as k
    inner join channels as ch on k.channel = ch.channel
    left join hours as h on k.channel = h.channel
),

traditional as (
    select
        purpose,
        started_at,
        resolved_at is not null as closed,
        knows_closing,
        coalesce(date_diff('second', started_at, lead(started_at) over (
            partition by coalesce(customer_id, '#' || conversation_key) order by started_at
        )) <= 604800, false) as comes_again,
        max(started_at) over () as newest_at
    from mine
    where not is_social
),

issues as (
    select
        count(*) as traditional_conversations,
        count(*) filter (where old and not closed and not comes_again) as unresolved,
        count(*) filter (where old and closed) as closed_n,
        count(*) filter (where old and closed and comes_again) as closed_again,
        count(*) filter (where old and not closed) as open_n,
        count(*) filter (where old and not closed and comes_again) as open_again
    from (
        select
            *,
            knows_closing and purpose in ('service', 'unknown')
            and date_diff('second', started_at, newest_at) >= 604800 as old
        from traditional
    ) as aged
),

purposes as (
    select
        count(*) filter (where purpose = 'service') as said_service,
        count(*) filter (where purpose = 'marketing') as said_marketing,
        count(*) filter (where purpose = 'other') as said_other
    from mine
    where is_social
),

answered as (
    select
        count(*) filter (where first_reply_at is not null) as social_answered,
        count(*) filter (where first_reply_at is not null and resolved_at is not null)
            as social_solved
    from mine
    where is_social and purpose = 'service' and knows_closing
)

select *
from year
cross join people
cross join users
cross join known
cross join everybody
cross join strangers
cross join work
cross join costs
cross join issues
cross join purposes
cross join answered

-- What the decision takes from the log: counts and sums over the year before the end of the period
-- (or as many days as there are), one row. Customers: all in the chosen groups. Users: customers with
-- at least one inbound service message on social media. Conversations: service conversations on
-- social media; known are those of a customer. Handled: conversations with their handle seconds,
-- service on social media and all on traditional channels, with the work on all their messages.
-- Unresolved: service conversations (or calls without a note) on traditional channels that nobody
-- closed, begun over seven whole days before the last day with one, whose customer did not come again
-- within seven days. Repeats: of closed and of not closed ones, those that were followed by another
-- within seven days. Cost of an hour: of each channel, weighted by hours worked. Said: conversations
-- on social media by the purpose that was read. Channel and purpose do not narrow it. What accounts
-- without a customer wrote is left out for a viewer of some regions or segments only.
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

users as (
    select coalesce(bit_count(bitstring_agg(customer_number)), 0) as users
    from customer_days
    where
        is_social and purpose = 'service'
        and day >= $end::date - 365 and day < $end::date
        and {customer_filters}
),

knowing as (
    select source, bool_or(closed) as knows_closing
    from conversation_days
    group by source
),

last_traditional as (
    select max(day) as last_day
    from conversation_days
    where
        not is_social
        and day >= $end::date - 365 and day < $end::date
        and {customer_filters}
),

-- Conversations of the year in the chosen groups, by what the answers below ask for: few rows, which
-- each of them adds up. Old: the seven days after any moment of such a day are over.
by_kind as (
    select
        source,
        channel,
        purpose,
        closed,
        comes_again,
        day + 7 < (select last_day from last_traditional) as is_old,
        bool_or(is_social) as is_social,
        sum(conversations) as conversations,
        sum(handled) as handled,
        sum(seconds) as seconds,
        sum(squares) as squares
    from conversation_days
    where
        day >= $end::date - 365 and day < $end::date
        and {customer_filters}
    group by source, channel, purpose, closed, comes_again, is_old
),

counted as materialized (
    select c.*, k.knows_closing
    from by_kind as c
    inner join knowing as k on c.source = k.source
),

-- Those on social media about service, one by one.
asked as (
    select
        c.customer_number,
        k.knows_closing,
        c.answered,
        c.closed
    from social_conversations as c
    inner join knowing as k on c.source = k.source
    where
        c.purpose = 'service'
        and c.day >= $end::date - 365 and c.day < $end::date
        and {customer_filters}
),

known_of_user as (
    select count(*) as conversations
    from asked
    where customer_number is not null
    group by customer_number
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
        cast(coalesce(sum(conversations) filter (where known), 0) as bigint)
            as all_known_conversations,
        cast(coalesce(sum(conversations) filter (where not known), 0) as bigint)
            as unknown_conversations
    from conversation_days
    where
        is_social and purpose = 'service'
        and day >= $end::date - 365 and day < $end::date
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
),

strangers as (
    select coalesce(bit_count(bitstring_agg(handle_number)), 0) as unknown_handles
    from handle_days
    where
        not matched and purpose = 'service'
        and day >= $end::date - 365 and day < $end::date
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
),

handled as (
    select channel, is_social, handled, seconds, squares
    from counted
    where not is_social or purpose = 'service'
),

work as (
    select
        coalesce(sum(handled) filter (where is_social), 0) as social_handled,
        sum(seconds) filter (where is_social) as social_seconds,
        sum(squares) filter (where is_social) as social_squares,
        coalesce(sum(handled) filter (where not is_social), 0) as traditional_handled,
        sum(seconds) filter (where not is_social) as traditional_seconds,
        sum(squares) filter (where not is_social) as traditional_squares
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
        *,
        knows_closing and purpose in ('service', 'unknown') and is_old as old
    from counted
    where not is_social
),

issues as (
    select
        coalesce(sum(conversations), 0) as traditional_conversations,
        coalesce(sum(conversations) filter (where old and not closed and not comes_again), 0)
            as unresolved,
        coalesce(sum(conversations) filter (where old and closed), 0) as closed_n,
        coalesce(sum(conversations) filter (where old and closed and comes_again), 0)
            as closed_again,
        coalesce(sum(conversations) filter (where old and not closed), 0) as open_n,
        coalesce(sum(conversations) filter (where old and not closed and comes_again), 0)
            as open_again
    from traditional
),

purposes as (
    select
        coalesce(sum(conversations) filter (where purpose = 'service'), 0) as said_service,
        coalesce(sum(conversations) filter (where purpose = 'marketing'), 0) as said_marketing,
        coalesce(sum(conversations) filter (where purpose = 'other'), 0) as said_other
    from counted
    where is_social
),

answered as (
    select
        count(*) filter (where answered) as social_answered,
        count(*) filter (where answered and closed) as social_solved
    from asked
    where knows_closing
),

-- One row each, put side by side in two steps: the order in which so many are joined would else be
-- searched for longer than all of them take.
customers_side as materialized (
    select *
    from year
    cross join people
    cross join users
    cross join known
    cross join everybody
    cross join strangers
),

work_side as materialized (
    select *
    from work
    cross join costs
    cross join issues
    cross join purposes
    cross join answered
)

select *
from customers_side
cross join work_side

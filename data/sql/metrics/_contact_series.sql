-- Steps of a query: the hours that the data knows from ten weeks before the period to its end as
-- "whole", numbered from the first of the period; in each the contacts of every series but the whole
-- as "kinds", and of the whole as "every". Hours without a contact are left out.
mine as not materialized (
    select
        date_diff('day', $start, day) * 24 + hour as place,
        channel,
        is_social,
        intent,
        contacts,
        repeated
    from contact_hours
    where
        day >= $start - 70 and day < $end
        and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
        and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
        and {customer_filters}
),

by_channel as materialized (
    select
        place,
        channel,
        sum(contacts) as contacts,
        sum(contacts) filter (where is_social) as social,
        sum(repeated) as repeated
    from mine
    group by place, channel
),

-- The last hour is known in part, unless its time is one that was rounded.
ends as (
    select
        min(local_at) as first_at,
        max(local_at) + case
            when max(local_at) = date_trunc('hour', max(local_at)) then to_hours(1)
            else to_hours(0)
        end as last_at
    from interactions
),

spine as (
    select
        cast(d.day as timestamp) + to_hours(h.hour) as ds,
        date_diff('day', $start, d.day) * 24 + h.hour as place,
        d.opens_at <> d.closes_at
        or d.weekday not in (select weekday from days where opens_at <> closes_at) as usual
    from days as d
    cross join (select unnest(range(24))::integer as hour) as h
    where d.has_data and d.day >= $start - 70 and d.day < $end
),

whole as (
    select
        s.ds,
        s.place,
        s.usual,
        greatest(
            0.01,
            least(1.0, date_diff('second', s.ds, e.last_at) / 3600.0)
            - greatest(0.0, date_diff('second', s.ds, e.first_at) / 3600.0)
        ) as seen
    from spine as s
    cross join ends as e
    where s.ds >= date_trunc('hour', e.first_at) and s.ds < e.last_at
),

kinds as (
    select place, 'social' as series, sum(social) as y from by_channel
    where social is not null group by place
    union all
    select place, 'channel:' || channel, contacts from by_channel
    union all
    select place, 'topic:' || intent, sum(contacts) from mine where intent <> 'unknown'
    group by place, intent
    union all
    select place, 'repeated', sum(repeated) from by_channel where repeated > 0 group by place
),

every as (
    select place, sum(contacts) as y
    from by_channel
    group by place
)

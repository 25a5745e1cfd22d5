-- How long people wait on social media before they write again, in minutes round the clock up to 14
-- days: how many come into sight, write again ('any further post' or 'negative as read'), or stop
-- waiting (answered, resolved, or the data ends). Counted are conversations that were assigned (where
-- the source tells that, else those that read as service) and whose first message reads neither
-- positive nor as thanks; what the author adds within five minutes belongs to the first message.
with waits as (
    select
        seen_from_seconds,
        waited_seconds,
        'any further post' as counted,
        again_seconds as seconds
    from lag_waits
    where {filters}
    union all
    select
        seen_from_seconds,
        waited_seconds,
        'negative as read' as counted,
        again_negative_seconds as seconds
    from lag_waits
    where {filters}
),

rounded as (
    select
        counted,
        cast(floor(seen_from_seconds / 60) as bigint) as seen_from,
        cast(least(ceil(coalesce(seconds, waited_seconds) / 60), 20160) as bigint) as until,
        seconds is not null and seconds <= 1209600 as wrote
    from waits
),

moves as (
    select counted, seen_from as minute, 1 as entered, 0 as wrote_again, 0 as ended
    from rounded
    where seen_from < until
    union all
    select
        counted,
        until as minute,
        0 as entered,
        case when wrote then 1 else 0 end as wrote_again,
        case when wrote then 0 else 1 end as ended
    from rounded
    where seen_from < until
)

select
    counted,
    minute,
    cast(sum(entered) as bigint) as entered,
    cast(sum(wrote_again) as bigint) as wrote_again,
    cast(sum(ended) as bigint) as ended
from moves
group by counted, minute
order by counted, minute

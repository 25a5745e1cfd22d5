-- Which handle wrote on which day, and whether it is known whose it is. Handles have whole numbers, the
-- one they had in the build before, else the next: counted as sets of bits, as those of customers are.
with counted as materialized (
    select
        day,
        channel,
        lower(ltrim(handle, '@')) as handle,
        segment,
        region,
        tier,
        purpose,
        customer_id is not null as matched,
        count(*) as interactions
    from interactions
    where
        is_social and direction = 'inbound' and handle is not null
        and day >= $since_day
    group by
        day, channel, lower(ltrim(handle, '@')), segment, region, tier, purpose,
        customer_id is not null
),

numbered as (
    select
        s.handle,
        cast(coalesce(
            b.handle_number,
            (select coalesce(max(handle_number), 0) from handles_before)
            + row_number() over (partition by b.handle_number is null order by s.handle)
        ) as integer) as handle_number
    from (select distinct handle from counted) as s
    left join handles_before as b on s.handle = b.handle
)

select
    c.day,
    c.channel,
    c.handle,
    n.handle_number,
    c.segment,
    c.region,
    c.tier,
    c.purpose,
    c.matched,
    c.interactions
from counted as c
inner join numbered as n on c.handle = n.handle
order by c.day, c.channel

-- Each theme by channel, segment and region: messages and authors in its busiest stretch, all
-- messages with a text in that stretch, and both on all other days (without those of the theme's
-- strongest rise), so that its rate can be set against its usual one in each group.
with stretches as (
    select
        unnest($theme_ids::bigint[]) as stretch_theme,
        unnest($from_days::date[]) as from_day,
        unnest($until_days::date[]) as until_day,
        unnest($skip_from_days::date[]) as skip_from,
        unnest($skip_until_days::date[]) as skip_until
),

-- Each cell of the groups is counted once, then added up by one of them after the other.
cells as (
    select
        m.theme_id,
        m.channel,
        m.segment,
        m.region,
        count(*) filter (where m.day >= s.from_day and m.day < s.until_day) as messages,
        count(*) filter (
            where not (m.day >= s.from_day and m.day < s.until_day)
            and not (m.day >= s.skip_from and m.day < s.skip_until)
        ) as outside_messages
    from theme_messages as m
    inner join stretches as s on m.theme_id = s.stretch_theme
    where {filters}
    group by m.theme_id, m.channel, m.segment, m.region
),

-- Who wrote is asked of the stretch alone.
written as not materialized (
    select
        m.theme_id,
        m.channel,
        m.segment,
        m.region,
        m.author_number
    from theme_messages as m
    inner join stretches as s
        on m.theme_id = s.stretch_theme and m.day >= s.from_day and m.day < s.until_day
    where m.author_number is not null and {filters}
),

by_channel as (
    select
        theme_id,
        channel,
        count(*) as authors
    from (select distinct theme_id, channel, author_number from written)
    group by theme_id, channel
),

-- An author has one segment and one region: the customer's, or none.
by_group as (
    select
        theme_id,
        segment,
        region,
        count(*) as authors
    from (select distinct theme_id, segment, region, author_number from written)
    group by theme_id, segment, region
),

counted as (
    select theme_id, 'channel' as dimension, channel as category,
        sum(messages) as messages, sum(outside_messages) as outside_messages
    from cells group by theme_id, channel
    union all
    select theme_id, 'segment' as dimension, segment as category,
        sum(messages) as messages, sum(outside_messages) as outside_messages
    from cells group by theme_id, segment
    union all
    select theme_id, 'region' as dimension, region as category,
        sum(messages) as messages, sum(outside_messages) as outside_messages
    from cells group by theme_id, region
),

authors as (
    select theme_id, 'channel' as dimension, channel as category, authors from by_channel
    union all
    select theme_id, 'segment' as dimension, segment as category, sum(authors) as authors
    from by_group group by theme_id, segment
    union all
    select theme_id, 'region' as dimension, region as category, sum(authors) as authors
    from by_group group by theme_id, region
),

days_of_all as (
    select day, channel, segment, region, sum(texts) as texts
    from daily_cube
    where direction = 'inbound' and texts > 0
    and {filters}
    group by day, channel, segment, region
),

base as (
    select 'channel' as dimension, channel as category, day, sum(texts) as texts
    from days_of_all group by channel, day
    union all
    select 'segment' as dimension, segment as category, day, sum(texts) as texts
    from days_of_all group by segment, day
    union all
    select 'region' as dimension, region as category, day, sum(texts) as texts
    from days_of_all group by region, day
),

based as (
    select
        s.stretch_theme as theme_id,
        b.dimension,
        b.category,
        coalesce(sum(b.texts) filter (where b.day >= s.from_day and b.day < s.until_day), 0)
            as base_messages,
        coalesce(sum(b.texts) filter (
            where not (b.day >= s.from_day and b.day < s.until_day)
            and not (b.day >= s.skip_from and b.day < s.skip_until)
        ), 0) as outside_base
    from stretches as s
    cross join base as b
    group by s.stretch_theme, b.dimension, b.category
)

select
    b.theme_id,
    b.dimension,
    b.category,
    b.dimension = 'channel' and ch.is_social as is_social,
    cast(coalesce(c.messages, 0) as bigint) as messages,
    cast(coalesce(w.authors, 0) as bigint) as authors,
    b.base_messages,
    cast(coalesce(c.outside_messages, 0) as bigint) as outside_messages,
    b.outside_base
from based as b
left join counted as c
    on b.theme_id = c.theme_id and b.dimension = c.dimension and b.category = c.category
left join authors as w
    on b.theme_id = w.theme_id and b.dimension = w.dimension and b.category = w.category
left join channels as ch on b.dimension = 'channel' and b.category = ch.channel
order by b.theme_id, b.dimension, messages desc, b.category

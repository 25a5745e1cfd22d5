-- What the filters can offer: the values that occur, the first and the last day, and how much
-- there is.
with seen as (
    select *
    from daily_cube
    where
        (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

allowed as (
    select published_at, source
    from interactions
    where
        (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

people as (
    select segment, region, tier
    from customers
    where
        (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
        and (
            len($viewer_segments::varchar[]) = 0
            or list_contains($viewer_segments::varchar[], segment)
        )
),

groups as (
    select segment, region, tier from seen
    union
    select segment, region, tier from people
)

select
    coalesce((select list(distinct channel order by channel) from seen), []) as channels,
    coalesce((select list(distinct channel order by channel) from seen where is_social), [])
        as social_channels,
    coalesce((select list(distinct segment order by segment) from groups), []) as segments,
    coalesce((select list(distinct region order by region) from groups), []) as regions,
    coalesce((select list(distinct tier order by tier) from groups), []) as tiers,
    coalesce((select list(distinct purpose order by purpose) from seen), []) as purposes,
    (select min(day) from seen) as first_day,
    (select max(day) from seen) as last_day,
    (select max(published_at) from allowed) as newest_published_at,
    (select count(*) from people) as customers,
    coalesce((select sum(interactions) from seen), 0) as interactions,
    coalesce((select list(distinct source order by source) from allowed), []) as sources

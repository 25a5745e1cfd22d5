-- What a campaign's surge is learned from: conversations begun per channel and local half hour over
-- the whole time that the data covers, with the campaign that the first message is marked with.
-- Half hours without one have no row. Only the choice of channels narrows it, and a viewer of some
-- regions or segments only sees none.
select
    c.channel,
    date_trunc('hour', c.local_at)
    + case when extract(minute from c.local_at) >= 30 then interval '30' minute
        else interval '0' minute end as ds,
    i.campaign_id,
    count(*) as y
from conversations as c
left join interactions as i on c.source = i.source and c.interaction_id = i.interaction_id
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], c.channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
group by 1, 2, 3
order by 1, 2, 3

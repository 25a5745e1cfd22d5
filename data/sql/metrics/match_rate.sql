-- Match rate: social handles resolved to a customer, divided by handles seen writing to us in
-- the period. What is not matched bounds how far the log undercounts customers on social media.
-- Filters by segment, region and tier are left out: of an unmatched handle they are not known.
-- For the same reason a viewer of some regions or segments only gets no rate at all.
with seen as (
    select
        channel,
        handle,
        bool_or(matched) as matched
    from handle_days
    where
        day >= $start and day < $end
        and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
        and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
    group by channel, handle
)

select
    channel,
    count(*) as handles_seen,
    count(*) filter (where matched) as handles_matched
from seen
group by channel
order by handles_seen desc, channel

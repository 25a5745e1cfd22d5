-- Match rate: social handles resolved to a customer, divided by handles seen writing to us in
-- the period. What is not matched bounds how far the log undercounts customers on social media.
-- Filters by segment, region and tier are left out: of an unmatched handle they are not known.
-- For the same reason a viewer of some regions or segments only gets no rate at all.
select
    channel,
    bit_count(bitstring_agg(handle_number)) as handles_seen,
    coalesce(bit_count(bitstring_agg(handle_number) filter (where matched)), 0)
        as handles_matched
from handle_days
where
    day >= $start and day < $end
    and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
    and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
group by channel
order by handles_seen desc, channel

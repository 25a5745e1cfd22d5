-- Campaigns to learn from: each that was sent to somebody, with its local time and its size. The
-- period does not narrow them, because a surge is learned from all there were.
select
    campaign_id,
    name,
    channel,
    (sent_at at time zone 'UTC') at time zone $timezone as sent_at,
    audience as sent
from campaigns
where
    sent_at is not null
    and audience > 0
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by sent_at, campaign_id

-- Channels without a forecast or without a backtest, and what is missing: mostly a history that is
-- too short.
select channel, reason
from forecast_notes
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by channel, reason

-- How good the forecast was: the same method, and two simple rules beside it, at earlier origins
-- and four weeks ahead, per channel. mae and rmse are contacts per half hour; mase is mae divided
-- by the mean difference to the week before; coverage is the share of half hours within the bounds.
select channel, model, origin, n, mae, rmse, mase, coverage_80, coverage_95
from forecast_backtest
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by channel, model, origin

-- Channel forecast per day: contacts expected per channel and local day in the four weeks after the
-- last day of data, with bounds of their own (those of half hours do not add up to a day's). Made
-- at build time from all customers' contacts; only the choice of channels narrows it, and a viewer
-- of some regions or segments only sees none.
select channel, day, mean, lo_80, hi_80, lo_95, hi_95
from forecast_days
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by channel, day

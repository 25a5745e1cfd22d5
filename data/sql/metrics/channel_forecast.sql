-- Channel forecast: contacts expected per channel and local half hour in the four weeks after the
-- last day of data, with the bounds between which the count lies with 80 and 95 %. Made at build
-- time from all customers' contacts, so that only the choice of channels narrows it, and a viewer
-- of some regions or segments only sees none.
select channel, ds, mean, lo_80, hi_80, lo_95, hi_95
from forecasts
where
    (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
order by channel, ds

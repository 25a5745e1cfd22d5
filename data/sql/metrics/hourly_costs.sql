-- What an hour of work costs per channel: of the prices of channel_costs the one valid on the last
-- day of the period. They belong to no customer, so a viewer of some regions or segments only
-- sees none.
select channel, cost_per_hour
from channel_costs
where
    valid_from < $end
    and cost_per_hour is not null
    and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
    and len($viewer_regions::varchar[]) = 0
    and len($viewer_segments::varchar[]) = 0
qualify row_number() over (partition by channel order by valid_from desc) = 1
order by channel

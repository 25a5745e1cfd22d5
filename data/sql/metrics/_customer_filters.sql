-- Groups of customers without period, channel or purpose: the base that a share is taken of.
(len($segments::varchar[]) = 0 or list_contains($segments::varchar[], segment))
and (len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region))
and (len($tiers::varchar[]) = 0 or list_contains($tiers::varchar[], tier))
and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
and (len($viewer_segments::varchar[]) = 0 or list_contains($viewer_segments::varchar[], segment))

-- The reader's choice and the viewer's rights, on a table with day, channel and the groups.
day >= $start and day < $end
and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
and (len($segments::varchar[]) = 0 or list_contains($segments::varchar[], segment))
and (len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region))
and (len($tiers::varchar[]) = 0 or list_contains($tiers::varchar[], tier))
and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
and (len($viewer_segments::varchar[]) = 0 or list_contains($viewer_segments::varchar[], segment))

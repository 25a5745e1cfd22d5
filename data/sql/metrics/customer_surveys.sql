-- The survey answers of one customer, in the order of time, with satisfaction and recommendation.
select
    s.wave,
    s.answered_on,
    s.csat,
    s.nps,
    s.channel_preferred,
    s.comment
from survey_responses as s
where
    s.customer_id in (
        select customer_id
        from customers
        where
            customer_id = $customer_id
            and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
            and (
                len($viewer_segments::varchar[]) = 0
                or list_contains($viewer_segments::varchar[], segment)
            )
    )
order by s.answered_on, s.wave

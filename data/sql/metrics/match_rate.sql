-- Match rate: social handles resolved to a customer, divided by handles seen writing to us in
-- the period. What is not matched bounds how far the log undercounts customers on social media.
select
    channel,
    count(distinct handle) as handles_seen,
    count(distinct handle) filter (where matched) as handles_matched
from handle_days
where {filters}
group by channel
order by handles_seen desc, channel

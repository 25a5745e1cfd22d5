-- Interactions per day and every group that a filter or a chart asks for.
select
    day,
    channel,
    is_social,
    direction,
    segment,
    region,
    tier,
    purpose,
    intent,
    sentiment,
    count(*) as interactions,
    count(text) as texts,
    sum(polarity) as polarity_sum,
    count(polarity) as polarity_count
from interactions
where day >= $since_day
group by
    day, channel, is_social, direction, segment, region, tier, purpose, intent, sentiment
order by day, channel

-- Inbound social posts by polarity in steps of 0.1, from -1 (very negative) to 1 (very positive),
-- split by the sentiment that follows from it. Posts of exactly 1 stand in the last step.
select
    least(floor(round(polarity * 10, 6)), 9) / 10 as polarity_from,
    count(*) filter (where sentiment = 'negative') as negative,
    count(*) filter (where sentiment = 'neutral') as neutral,
    count(*) filter (where sentiment = 'positive') as positive
from interactions
where direction = 'inbound' and is_social and polarity is not null
and {filters}
group by 1
order by 1

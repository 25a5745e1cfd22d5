-- Inbound social posts by channel and by the sentiment read in them. Net sentiment is 100 times
-- (positive minus negative) divided by all posts that could be read.
select
    channel,
    cast(coalesce(sum(interactions) filter (where sentiment = 'negative'), 0) as bigint)
        as negative,
    cast(coalesce(sum(interactions) filter (where sentiment = 'neutral'), 0) as bigint) as neutral,
    cast(coalesce(sum(interactions) filter (where sentiment = 'positive'), 0) as bigint)
        as positive,
    sum(polarity_sum) / nullif(sum(polarity_count), 0) as polarity_mean
from daily_cube
where direction = 'inbound' and is_social and sentiment is not null
and {filters}
group by 1
order by sum(interactions) desc, 1

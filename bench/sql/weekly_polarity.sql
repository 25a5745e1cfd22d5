-- Mean polarity of posts per week and social channel.
select
    cast(date_trunc('week', day) as timestamp) as bucket,
    channel,
    sum(polarity_sum) / nullif(sum(polarity_count), 0) as polarity_mean
from daily_cube
where direction = 'inbound' and is_social
and {filters}
group by 1, 2
order by 1, 2

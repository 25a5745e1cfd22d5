-- Posts for marketing and for service per month.
select
    cast(date_trunc('month', day) as timestamp) as bucket,
    cast(coalesce(sum(interactions) filter (where purpose = 'marketing'), 0) as bigint)
        as marketing,
    cast(coalesce(sum(interactions) filter (where purpose = 'service'), 0) as bigint) as service
from daily_cube
where direction = 'inbound' and is_social
and {filters}
group by 1
order by 1

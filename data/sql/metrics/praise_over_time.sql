-- Positive and negative social posts per bucket of time, positive posts that are part of a batch of
-- copies, and posts that doubt that praise is genuine.
with posts as (
    select row_id, day, sentiment
    from interactions
    where direction = 'inbound' and is_social and sentiment is not null and {filters}
),

-- Most copies belong to no batch.
batched as (
    select row_id, batch_id
    from praise_copies
    where batch_id is not null
)

select
    {trend_bucket} as bucket,
    count(*) filter (where p.sentiment = 'positive') as positive,
    count(*) filter (where p.sentiment = 'negative') as negative,
    count(*) filter (where c.batch_id is not null) as copied,
    count(*) filter (where d.row_id is not null) as doubting
from posts as p
left join batched as c on p.row_id = c.row_id
left join doubting_posts as d on p.row_id = d.row_id
group by 1
order by 1

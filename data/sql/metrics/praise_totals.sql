-- Social posts by sentiment, and what speaks against praise: positive posts that are part of a batch
-- of copies, positive and negative posts by accounts that wrote one post in all the data, by
-- accounts that were new (first post within the seven days before; not told in the first 30 days of
-- the data) or hyperactive (five posts or more on one day), and posts of any kind that doubt that praise is genuine.
with chosen as (
    select
        row_id,
        sentiment,
        day,
        -- Nothing is asked of who wrote neutral posts.
        case when sentiment <> 'neutral' then channel || ':' || lower(ltrim(handle, '@')) end
            as account
    from interactions
    where direction = 'inbound' and is_social and sentiment is not null and {filters}
),

-- Most copies belong to no batch.
batched as (
    select row_id, batch_id
    from praise_copies
    where batch_id is not null
),

-- Posts that are alike in all that is asked are counted together; only few are different.
cells as (
    select
        i.sentiment,
        c.batch_id,
        d.row_id is not null as is_doubt,
        i.day >= (select min(day) from days where has_data) + 30 as can_be_new,
        a.account is not null as is_told,
        coalesce(a.first_day >= i.day - 7, false) as is_new,
        coalesce(a.posts = 1, false) as is_only,
        coalesce(a.most_in_a_day >= 5, false) as is_busy,
        count(*) as posts
    from chosen as i
    left join batched as c on i.row_id = c.row_id
    left join writers as a on i.account = a.account
    left join doubting_posts as d on i.row_id = d.row_id
    group by all
),

counted as (
    select
        sum(posts) as posts,
        sum(posts) filter (where sentiment = 'positive') as positive,
        sum(posts) filter (where sentiment = 'neutral') as neutral,
        sum(posts) filter (where sentiment = 'negative') as negative,
        sum(posts) filter (where batch_id is not null) as copied,
        count(distinct batch_id) as batches,
        sum(posts) filter (where is_doubt) as doubting,
        sum(posts) filter (where sentiment = 'positive' and can_be_new and is_told)
            as positive_told,
        sum(posts) filter (where sentiment = 'positive' and can_be_new and is_new)
            as positive_new,
        sum(posts) filter (where sentiment = 'positive' and can_be_new and is_only)
            as positive_once,
        sum(posts) filter (where sentiment = 'positive' and can_be_new and is_busy)
            as positive_busy,
        sum(posts) filter (where sentiment = 'negative' and can_be_new and is_told)
            as negative_told,
        sum(posts) filter (where sentiment = 'negative' and can_be_new and is_new)
            as negative_new,
        sum(posts) filter (where sentiment = 'negative' and can_be_new and is_only)
            as negative_once,
        sum(posts) filter (where sentiment = 'negative' and can_be_new and is_busy)
            as negative_busy
    from cells
)

select
    cast(coalesce(posts, 0) as bigint) as posts,
    cast(coalesce(positive, 0) as bigint) as positive,
    cast(coalesce(neutral, 0) as bigint) as neutral,
    cast(coalesce(negative, 0) as bigint) as negative,
    cast(coalesce(copied, 0) as bigint) as copied,
    cast(coalesce(batches, 0) as bigint) as batches,
    cast(coalesce(doubting, 0) as bigint) as doubting,
    cast(coalesce(positive_told, 0) as bigint) as positive_told,
    cast(coalesce(positive_new, 0) as bigint) as positive_new,
    cast(coalesce(positive_once, 0) as bigint) as positive_once,
    cast(coalesce(positive_busy, 0) as bigint) as positive_busy,
    cast(coalesce(negative_told, 0) as bigint) as negative_told,
    cast(coalesce(negative_new, 0) as bigint) as negative_new,
    cast(coalesce(negative_once, 0) as bigint) as negative_once,
    cast(coalesce(negative_busy, 0) as bigint) as negative_busy
from counted

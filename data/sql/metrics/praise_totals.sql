-- Social posts by sentiment, and what speaks against praise: positive posts that are part of a batch
-- of copies, positive and negative posts by accounts that wrote one post in all the data, by
-- accounts that were new (first post within the seven days before; not told in the first 30 days of
-- the data) or hyperactive (five posts or more on one day), and posts of any kind that doubt that praise is genuine.
with chosen as (
    select
        row_id,
        sentiment,
        day,
        channel || ':' || lower(ltrim(handle, '@')) as account
    from interactions
    where direction = 'inbound' and is_social and sentiment is not null and {filters}
),

posts as (
    select
        i.row_id,
        i.sentiment,
        c.batch_id,
        a.posts as account_posts,
        a.first_day,
        a.most_in_a_day,
        i.day,
        i.day >= (select min(day) from days where has_data) + 30 as can_be_new,
        d.row_id is not null as is_doubt
    from chosen as i
    left join praise_copies as c on i.row_id = c.row_id
    left join writers as a on i.account = a.account
    left join doubting_posts as d on i.row_id = d.row_id
)

select
    count(*) as posts,
    count(*) filter (where sentiment = 'positive') as positive,
    count(*) filter (where sentiment = 'neutral') as neutral,
    count(*) filter (where sentiment = 'negative') as negative,
    count(*) filter (where batch_id is not null) as copied,
    count(distinct batch_id) as batches,
    count(*) filter (where is_doubt) as doubting,
    count(*) filter (where sentiment = 'positive' and can_be_new and first_day is not null)
        as positive_told,
    count(*) filter (where sentiment = 'positive' and can_be_new and first_day >= day - 7)
        as positive_new,
    count(*) filter (where sentiment = 'positive' and can_be_new and account_posts = 1)
        as positive_once,
    count(*) filter (where sentiment = 'positive' and can_be_new and most_in_a_day >= 5)
        as positive_busy,
    count(*) filter (where sentiment = 'negative' and can_be_new and first_day is not null)
        as negative_told,
    count(*) filter (where sentiment = 'negative' and can_be_new and first_day >= day - 7)
        as negative_new,
    count(*) filter (where sentiment = 'negative' and can_be_new and account_posts = 1)
        as negative_once,
    count(*) filter (where sentiment = 'negative' and can_be_new and most_in_a_day >= 5)
        as negative_busy
from posts

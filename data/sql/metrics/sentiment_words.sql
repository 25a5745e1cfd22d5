-- Words in inbound social posts read as negative or positive, by the number of posts that have
-- them. Of more than 20,000 such posts a fixed sample of 20,000 is read. Words in fewer than five
-- posts, numbers, links and handles are left out.
with sample as materialized (
    select row_id
    from interactions
    where
        direction = 'inbound' and is_social and sentiment in ('negative', 'positive')
        and {filters}
    order by md5(interaction_id)
    limit 20000
),

chosen as materialized (
    select i.words, i.sentiment
    from interactions as i
    semi join sample as s on i.row_id = s.row_id
    where {filters}
),

totals as (
    select
        count(*) filter (where sentiment = 'negative') as negative_posts,
        count(*) filter (where sentiment = 'positive') as positive_posts
    from chosen
),

spread as (
    select sentiment, unnest(words) as word
    from chosen
)

select
    word,
    count(*) filter (where sentiment = 'negative') as negative,
    count(*) filter (where sentiment = 'positive') as positive,
    any_value(totals.negative_posts) as negative_posts,
    any_value(totals.positive_posts) as positive_posts
from spread
cross join totals
group by word
having count(*) >= 5
order by count(*) desc, word
limit 3000

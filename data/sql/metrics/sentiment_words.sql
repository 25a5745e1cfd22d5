-- Words in inbound social posts read as negative or positive, by the number of posts that have
-- them. Of more than 20,000 such posts a fixed sample of 20,000 is read. Words in fewer than five
-- posts, numbers, links and handles are left out.
with chosen as (
    select interaction_id, text, sentiment
    from interactions
    where
        direction = 'inbound' and is_social and sentiment in ('negative', 'positive')
        and {filters}
    order by md5(interaction_id)
    limit 20000
),

totals as (
    select
        count(*) filter (where sentiment = 'negative') as negative_posts,
        count(*) filter (where sentiment = 'positive') as positive_posts
    from chosen
),

words as (
    select
        interaction_id,
        sentiment,
        unnest(list_distinct(regexp_extract_all(
            regexp_replace(
                lower(replace(text, '’', '''')), 'https?://\S+|[@#&]\w+;?', ' ', 'g'
            ),
            '[\p{L}][\p{L}'']{2,}'
        ))) as word
    from chosen
)

select
    word,
    count(*) filter (where sentiment = 'negative') as negative,
    count(*) filter (where sentiment = 'positive') as positive,
    any_value(totals.negative_posts) as negative_posts,
    any_value(totals.positive_posts) as positive_posts
from words
cross join totals
group by word
having count(*) >= 5
order by count(*) desc, word
limit 3000

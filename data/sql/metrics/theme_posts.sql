-- Some messages of a theme in its busiest stretch, as they were written: each text once a channel,
-- from as many channels as there are, the most negative of each channel first.
with chosen as (
    select
        row_id,
        channel,
        row_number() over (partition by channel, text_id order by row_id) as copy_number
    from theme_messages
    where
        theme_id = $theme_id
        and day >= $from_day::date and day < $until_day::date
        and {filters}
),

ranked as (
    select
        c.row_id,
        row_number() over (partition by c.channel order by i.polarity nulls last, c.row_id) as place
    from chosen as c
    inner join interactions as i on c.row_id = i.row_id
    where c.copy_number = 1
)

select
    i.local_at as published_at,
    i.channel,
    i.handle,
    i.customer_id,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.sentiment,
    i.polarity,
    i.sentiment_confidence as confidence,
    i.purpose,
    i.intent,
    i.segment,
    i.row_id
from ranked as r
inner join interactions as i on r.row_id = i.row_id
order by r.place, i.row_id
limit $limit

-- Social posts with a text under the filters, drawn for people to label: at random, those that the
-- engines are least sure of, or the same number from each channel. The draw is by a hash of seed
-- and post, so that the same seed draws the same posts again.
with posts as (
    select
        source,
        interaction_id,
        channel,
        least(coalesce(sentiment_confidence, 1), coalesce(purpose_confidence, 1)) as sure,
        md5($seed || ' ' || source || ' ' || interaction_id) as lot
    from interactions
    where direction = 'inbound' and is_social and has_text and {filters}
),

placed as (
    select
        *,
        row_number() over (order by case when $how = 'uncertain' then sure end, lot) as place,
        row_number() over (partition by channel order by lot) as place_in_channel,
        count(*) over () as population,
        count(*) over (partition by channel) as channel_population
    from posts
)

select
    source,
    interaction_id,
    channel,
    population,
    channel_population
from placed
where
    case
        when $how = 'channel' then place_in_channel <= ceil($size / (select count(distinct channel) from posts))
        else place <= $size
    end
order by lot

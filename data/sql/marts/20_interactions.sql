-- One row per message, call, chat or post, numbered in the order of time: with its conversation,
-- its local time, the groups of its customer and what the engines read in it. Rows leave the
-- build in that order, so that a period is read from a few stretches of the table.
with tied as (
    select
        m.*,
        b.row_id,
        b.conversation_key,
        (m.published_at at time zone 'UTC') at time zone $timezone as local_at,
        coalesce(s.polarity, m.given_polarity) as polarity,
        s.subjectivity,
        coalesce(
            s.sentiment,
            case
                when m.given_polarity < $negative_below then 'negative'
                when m.given_polarity > $positive_above then 'positive'
                when m.given_polarity is not null then 'neutral'
            end
        ) as sentiment,
        s.sentiment_confidence,
        s.text_language,
        coalesce(s.purpose, m.given_purpose, 'unknown') as purpose,
        coalesce(s.intent, 'unknown') as intent,
        s.purpose_confidence,
        k.masked_text,
        c.customer_number,
        coalesce(c.segment, 'unknown') as segment,
        coalesce(c.region, 'unknown') as region,
        coalesce(c.tier, 'unknown') as tier
    from messages as m
    inner join row_keys as b on m.load_id = b.load_id and m.part_row = b.part_row
    left join scores as s on md5(m.text) = s.text_hash and m.direction = 'inbound'
    left join masks as k on m.text = k.text
    left join customers as c on m.resolved_customer_id = c.customer_id
    -- The build makes one stretch of time after the other, so that memory stays small.
    where m.published_at >= $from_at and m.published_at < $until_at
)

select
    row_id,
    interaction_id,
    source,
    channel,
    is_social,
    direction,
    conversation_id,
    conversation_key,
    in_reply_to,
    resolved_customer_id as customer_id,
    customer_number,
    handle,
    author_name,
    author_followers,
    text,
    -- So that who only asks whether there is one need not read all of them.
    text is not null as has_text,
    -- What a viewer reads who may not see personal data; null where the text holds none.
    masked_text,
    language,
    published_at,
    local_at,
    cast(local_at as date) as day,
    extract(hour from local_at) as hour,
    segment,
    region,
    tier,
    purpose,
    intent,
    purpose_confidence,
    sentiment,
    polarity,
    subjectivity,
    sentiment_confidence,
    -- What the text is written in; a post not in English is not guessed.
    text_language,
    ingested_at,
    assigned_at,
    first_reply_at,
    resolved_at,
    handle_seconds,
    agent_id,
    department,
    coalesce(automated, false) as automated,
    campaign_id,
    likes,
    shares,
    brand,
    -- The distinct words of an inbound social post, without links, handles, hashtags and numbers,
    -- nor anything personal.
    case
        when is_social and direction = 'inbound' and text is not null then
            list_distinct(regexp_extract_all(
                regexp_replace(
                    lower(replace(coalesce(masked_text, text), '’', '''')),
                    'https?://\S+|[@#&]\w+;?|\[[a-z-]+( number)?\]', ' ', 'g'
                ),
                '[\p{L}][\p{L}'']{2,}'
            ))
    end as words
from tied as i
order by i.row_id

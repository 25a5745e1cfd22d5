-- Each theme in its busiest stretch within the period: messages, those whose author is known,
-- authors (the customer where the account is matched, else the account), the messages of the author
-- who wrote most, the sum of squared messages per author, messages on social media and how many
-- different texts they are, negative and service messages. The stretch is the one in which the
-- theme stands most above its rate on all other days; where that may be chance, the whole period.
-- Two accounts of a person nobody has matched count as two authors.
with stretches as (
    select
        unnest($theme_ids::bigint[]) as stretch_theme,
        unnest($from_days::date[]) as from_day,
        unnest($until_days::date[]) as until_day
),

chosen as not materialized (
    select m.*
    from theme_messages as m
    inner join stretches as s
        on m.theme_id = s.stretch_theme and m.day >= s.from_day and m.day < s.until_day
    where {filters}
),

per_author as (
    select
        theme_id,
        author_number,
        count(*) as messages
    from chosen
    where author_number is not null
    group by theme_id, author_number
),

authors as (
    select
        theme_id,
        sum(messages) as known,
        count(*) as authors,
        max(messages) as top_messages,
        sum(messages * messages) as squares
    from per_author
    group by theme_id
),

totals as (
    select
        theme_id,
        count(*) as messages,
        count(*) filter (where is_social) as social_messages,
        count(distinct text_id) filter (where is_social) as social_texts,
        count(*) filter (where sentiment = 'negative') as negative,
        count(*) filter (where purpose = 'service') as service
    from chosen
    group by theme_id
)

select
    m.theme_id,
    m.kind,
    m.label,
    m.search,
    m.intent,
    m.phrases,
    m.terms_tested,
    t.messages,
    coalesce(a.known, 0) as known,
    coalesce(a.authors, 0) as authors,
    coalesce(a.top_messages, 0) as top_messages,
    coalesce(a.squares, 0) as squares,
    t.social_messages,
    t.social_texts,
    t.negative,
    t.service
from totals as t
inner join themes as m on t.theme_id = m.theme_id
left join authors as a on t.theme_id = a.theme_id
order by m.theme_id

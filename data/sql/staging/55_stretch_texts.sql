-- Each distinct text of a stretch of time once: what the engines read in it, what a viewer reads who
-- may not see personal data, and the distinct words of a social post by a customer, without links,
-- handles, hashtags and numbers, nor anything personal.
with texts as (
    select
        m.text,
        max(case when c.is_social and m.direction = 'inbound' then 1 else 0 end) as is_post
    from newest_interactions as m
    inner join channels as c on m.channel = c.channel
    where m.published_at >= $from_at and m.published_at < $until_at and m.text is not null
    group by m.text
)

select
    t.text,
    s.polarity,
    s.subjectivity,
    s.sentiment,
    s.sentiment_confidence,
    s.text_language,
    s.purpose,
    s.intent,
    s.purpose_confidence,
    k.masked_text,
    case
        when t.is_post = 1 then
            list_distinct(regexp_extract_all(
                regexp_replace(
                    lower(replace(coalesce(k.masked_text, t.text), '’', '''')),
                    'https?://\S+|[@#&]\w+;?|\[[a-z-]+( number)?\]', ' ', 'g'
                ),
                '[\p{L}][\p{L}'']{2,}'
            ))
    end as words
from texts as t
left join scores as s on md5(t.text) = s.text_hash
left join masks as k on t.text = k.text

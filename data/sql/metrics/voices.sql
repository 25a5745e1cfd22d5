-- Inbound messages that hold every word searched for, in any of its forms, as one page of results
-- with the count of all. Relevance is BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75, the
-- logarithm as in Lucene) among the messages under the filters: rare words, more often, in shorter
-- texts weigh more. Words are searched in the masked text.
with readable as materialized (
    select
        i.row_id,
        i.published_at,
        i.polarity,
        coalesce(i.likes, 0) + coalesce(i.shares, 0) as reactions,
        i.author_followers,
        coalesce(l.word_count, 0) as word_count
    from interactions as i
    left join post_lengths as l on i.row_id = l.row_id and $terms_wanted > 0
    where
        {rows}
        and (not $with_text or i.has_text)
        and ($sentiment::varchar is null or i.sentiment = $sentiment::varchar)
        and ($intent::varchar is null or i.intent = $intent::varchar)
),

wanted as (
    select
        unnest($term_numbers::integer[]) as term,
        unnest($term_kinds::varchar[]) as kind,
        unnest($term_texts::varchar[]) as wanted
),

forms as (
    select distinct
        t.term,
        s.word
    from wanted as t
    inner join search_words as s
        on case t.kind
            when 'stem' then s.stem = t.wanted and not starts_with(s.word, '#')
            when 'prefix' then starts_with(s.word, t.wanted)
            else s.word = t.wanted
        end
),

found as materialized (
    select
        f.term,
        w.row_id,
        sum(w.times) as times
    from forms as f
    inner join post_words as w on f.word = w.word
    -- Without a word to search for the index is left alone.
    where len($term_numbers::integer[]) > 0 and w.row_id in (select row_id from readable)
    group by f.term, w.row_id
),

facts as (
    select
        count(*) as messages,
        avg(word_count) as mean_words
    from readable
),

weights as (
    select
        term,
        ln(1 + (any_value(facts.messages) - count(*) + 0.5) / (count(*) + 0.5)) as weight
    from found, facts
    where term > 0
    group by term
),

scored as (
    select
        f.row_id,
        count(*) as terms_found,
        sum(
            w.weight * f.times * 2.2
            / (f.times + 1.2 * (0.25 + 0.75 * r.word_count / facts.mean_words))
        ) as relevance
    from found as f
    inner join weights as w on f.term = w.term
    inner join readable as r on f.row_id = r.row_id
    cross join facts
    group by f.row_id
),

matching as (
    select
        r.*,
        s.relevance
    from readable as r
    left join scored as s on r.row_id = s.row_id
    where
        ($terms_wanted = 0 or s.terms_found = $terms_wanted)
        and r.row_id not in (select row_id from found where term = 0)
),

phrased as (
    select m.*
    from matching as m
    where
        len($phrases::varchar[]) + len($without_phrases::varchar[]) = 0
        or m.row_id in (
            select said.row_id
            from (
                select
                    row_id,
                    ' ' || array_to_string(
                        regexp_extract_all(
                            regexp_replace(
                                lower(replace(coalesce(masked_text, text), '’', '''')),
                                'https?://\S+', ' ', 'g'
                            ),
                            '[\p{L}\p{N}][\p{L}\p{N}'']*'
                        ), ' '
                    ) || ' ' as words
                from interactions
                -- Texts are read for phrases alone.
                where
                    len($phrases::varchar[]) + len($without_phrases::varchar[]) > 0
                    and row_id in (select row_id from matching)
            ) as said
            where
                len(list_filter($phrases::varchar[], lambda p: contains(said.words, p)))
                = len($phrases::varchar[])
                and len(
                    list_filter($without_phrases::varchar[], lambda p: contains(said.words, p))
                ) = 0
        )
),

page as (
    select
        row_id,
        relevance,
        count(*) over () as total,
        row_number() over (
            order by
                case $sort
                    when 'relevance' then -relevance
                    when 'negative' then polarity
                    when 'liked' then -reactions
                    when 'reach' then -author_followers
                end nulls last,
                case when $sort = 'oldest' then row_id end,
                published_at desc,
                row_id desc
        ) as place
    from phrased
    order by place
    limit $limit
    offset $skip
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
    i.likes,
    i.shares,
    i.author_followers,
    i.segment,
    i.region,
    i.tier,
    i.source,
    i.interaction_id,
    i.row_id,
    round(p.relevance, 4) as relevance,
    p.total,
    facts.messages as messages_under_filters
from page as p
inner join interactions as i on p.row_id = i.row_id
cross join facts
order by p.place

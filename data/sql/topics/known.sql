-- Which known topic each text of an inbound social post belongs to: it holds one of the topic's words or
-- phrases and none that keeps it out. A phrase is looked for in the words of the text in a row.
with forms as (
    select distinct
        t.place,
        t.is_out,
        t.phrase,
        s.word
    from topic_terms as t
    inner join search_words as s
        on case t.kind
            when 'stem' then s.stem = t.wanted and not starts_with(s.word, '#')
            when 'prefix' then starts_with(s.word, t.wanted)
            else s.word = t.wanted
        end
),

found as (
    select distinct
        f.place,
        f.is_out,
        f.phrase,
        w.row_id as text_id
    from forms as f
    inner join post_words as w on f.word = w.word
    semi join topic_texts as p on w.row_id = p.text_id
),

said as (
    select
        text_id,
        ' ' || array_to_string(
            regexp_extract_all(
                regexp_replace(lower(replace(said, '’', '''')), 'https?://\S+', ' ', 'g'),
                '[\p{L}\p{N}][\p{L}\p{N}'']*'
            ), ' '
        ) || ' ' as words
    from topic_texts
    where text_id in (select text_id from found where phrase <> '')
),

held as (
    select place, is_out, text_id
    from found
    where phrase = ''
    union all
    select f.place, f.is_out, f.text_id
    from found as f
    inner join said as p on f.text_id = p.text_id
    where f.phrase <> '' and contains(p.words, f.phrase)
)

select distinct
    h.place,
    h.text_id
from held as h
where
    not h.is_out
    and not exists (
        select 1 from held as o where o.is_out and o.place = h.place and o.text_id = h.text_id
    )
order by h.place, h.text_id

-- Which word stands in which inbound message, and how often: the index that search reads. Words are
-- lower case, of letters and digits; a hashtag is there with its mark and without. They come from
-- the masked text, without links, so that nothing personal can be searched for. Each distinct text
-- is read once.
with messages as (
    select
        row_id,
        coalesce(masked_text, text) as said
    from interactions
    where direction = 'inbound' and text is not null and row_id >= $since_row
),

texts as (
    select
        min(row_id) as text_id,
        said,
        regexp_replace(
            lower(replace(said, '’', '''')), 'https?://\S+|\[[a-z-]+( number)?\]', ' ', 'g'
        ) as plain
    from messages
    group by said
),

words as (
    select text_id, unnest(regexp_extract_all(plain, '[\p{L}\p{N}][\p{L}\p{N}'']*')) as word
    from texts
    union all
    select text_id, unnest(regexp_extract_all(plain, '#[\p{L}\p{N}_]+')) as word
    from texts
    where contains(plain, '#')
),

counted as (
    select
        text_id,
        word,
        count(*) as times
    from words
    group by text_id, word
)

select
    c.word,
    m.row_id,
    c.times
from messages as m
inner join texts as t on m.said = t.said
inner join counted as c on t.text_id = c.text_id
order by c.word, m.row_id

-- Which word stands in which text, and how often. Words are lower case, of letters and digits; a hashtag
-- is there with its mark and without. They come from the masked text, without links, so that nothing
-- personal can be searched for.
with texts as (
    select
        text_id,
        regexp_replace(
            lower(replace(said, '’', '''')), 'https?://\S+|\[[a-z-]+( number)?\]', ' ', 'g'
        ) as plain
    from said_texts
),

words as (
    select text_id, unnest(regexp_extract_all(plain, '[\p{L}\p{N}][\p{L}\p{N}'']*')) as word
    from texts
    union all
    select text_id, unnest(regexp_extract_all(plain, '#[\p{L}\p{N}_]+')) as word
    from texts
    where contains(plain, '#')
)

select
    text_id,
    word,
    count(*) as times
from words
group by text_id, word

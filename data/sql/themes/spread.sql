-- The words of texts in their order, by the number of their stem: lower case, hashtags with their mark,
-- without links, handles, numbers, what stands for personal data and words without a meaning of their
-- own. A word that stands nowhere else has no stem yet.
with told as (
    select text_id, said
    from theme_said_now
    where is_new
    union all
    select i.row_id as text_id, coalesce(i.masked_text, i.text) as said
    from interactions as i
    semi join theme_again as a on i.row_id = a.text_id
),

texts as (
    select
        text_id,
        regexp_extract_all(
            regexp_replace(
                lower(replace(said, '’', '''')),
                'https?://\S+|[@&]\w+;?|\[[a-z-]+( number)?\]', ' ', 'g'
            ),
            '#[\p{L}\p{N}_]+|[\p{L}][\p{L}'']*'
        ) as words
    from told
),

spread as (
    select
        text_id,
        unnest(words) as word,
        generate_subscripts(words, 1) as place
    from texts
),

numbers as (
    select s.word, n.stem_id
    from search_words as s
    inner join theme_stems as n on s.stem = n.stem
)

select
    w.text_id,
    w.place,
    s.stem_id,
    case when s.stem_id is null then w.word end as unknown
from spread as w
left join numbers as s on w.word = s.word
where length(w.word) > 2 and not list_contains($stop_words::varchar[], w.word)

-- Which stem, and which pair of stems in a row, stands in which text. Words without a meaning of
-- their own are left out before pairs are made: "fee for the invoice" holds "fee invoice".
with spread as (
    select
        text_id,
        unnest(words) as word,
        generate_subscripts(words, 1) as place
    from theme_texts
),

stemmed as (
    select
        w.text_id,
        w.place,
        s.stem
    from spread as w
    inner join search_words as s on w.word = s.word
    where length(w.word) > 2 and not list_contains($stop_words::varchar[], w.word)
),

paired as (
    select
        text_id,
        stem,
        lead(stem) over (partition by text_id order by place) as next_stem
    from stemmed
)

select distinct text_id, stem as term from paired
union
select distinct text_id, stem || ' ' || next_stem as term from paired
where next_stem is not null and next_stem <> stem

-- Which known topic each inbound social post belongs to: it holds one of the topic's words or phrases
-- and none that keeps it out.
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
        w.row_id
    from forms as f
    inner join post_words as w on f.word = w.word
    semi join topic_posts_said as p on w.row_id = p.row_id
),

held as (
    select
        f.place,
        f.is_out,
        f.row_id
    from found as f
    inner join topic_posts_said as p on f.row_id = p.row_id
    where f.phrase = '' or contains(p.words, f.phrase)
)

select distinct
    h.place,
    h.row_id
from held as h
where
    not h.is_out
    and not exists (
        select 1 from held as o where o.is_out and o.place = h.place and o.row_id = h.row_id
    )
order by h.place, h.row_id

-- Terms at least half of whose messages one author wrote, and enough of them, whenever that was.
with busy as (
    select author
    from theme_said
    where author is not null
    group by author
    having count(*) >= $least_messages
),

by_author as (
    select
        t.term,
        s.author,
        count(*) as messages
    from theme_said as s
    inner join theme_terms as t on s.text_id = t.text_id
    where s.author in (select author from busy)
    group by t.term, s.author
    having count(*) >= $least_messages
),

most as (
    select term, max(messages) as messages
    from by_author
    group by term
),

whole as (
    select
        t.term,
        count(*) as messages
    from theme_said as s
    inner join theme_terms as t on s.text_id = t.text_id
    where t.term in (select term from most)
    group by t.term
)

select
    m.term,
    m.messages as inside,
    w.messages
from most as m
inner join whole as w on m.term = w.term
where m.messages >= 0.5 * w.messages
order by m.messages desc, m.term

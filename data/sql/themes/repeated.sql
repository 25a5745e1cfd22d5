-- Terms at least half of whose messages one author wrote, and enough of them, whenever that was. A term
-- of more than twice the messages of the busiest author cannot be one, which leaves out most.
with busy as (
    select
        author_number,
        count(*) as messages
    from theme_said
    where author_number is not null
    group by author_number
    having count(*) >= $least_messages
),

whole as (
    select term_id, term, messages
    from theme_totals
    where messages <= 2 * (select max(messages) from busy)
),

rare as (
    select
        t.text_id,
        t.term_id
    from theme_terms as t
    inner join whole as w on t.term_id = w.term_id
),

by_author as (
    select
        t.term_id,
        s.author_number,
        count(*) as messages
    from theme_said as s
    inner join rare as t on s.text_id = t.text_id
    where s.author_number in (select author_number from busy)
    group by t.term_id, s.author_number
    having count(*) >= $least_messages
),

most as (
    select term_id, max(messages) as messages
    from by_author
    group by term_id
)

select
    w.term,
    m.messages as inside,
    w.messages
from most as m
inner join whole as w on m.term_id = w.term_id
where m.messages >= 0.5 * w.messages
order by m.messages desc, w.term

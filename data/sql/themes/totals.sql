-- Messages with each term, for terms in enough messages to be a theme.
with per_text as (
    select
        text_id,
        count(*) as messages
    from theme_said
    group by text_id
)

select
    t.term,
    sum(p.messages) as messages
from theme_terms as t
inner join per_text as p on t.text_id = p.text_id
group by t.term
having sum(p.messages) >= $least_messages

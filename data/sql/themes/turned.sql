-- Texts of before that a phrase explains now and did not, or the other way round.
with before as (
    select distinct text_id
    from theme_messages
    where theme_id <= $most_themes
),

now as (
    select distinct text_id
    from theme_phrased
)

select coalesce(b.text_id, n.text_id) as text_id
from before as b
full outer join now as n on b.text_id = n.text_id
where b.text_id is null or n.text_id is null

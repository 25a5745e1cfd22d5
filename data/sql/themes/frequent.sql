-- The terms that are counted over time: of more than $most_terms the most frequent. Numbered in the
-- order of the alphabet.
with most as (
    select term_id, term
    from theme_totals
    order by messages desc, term
    limit $most_terms
)

select
    term_id,
    term,
    cast(row_number() over (order by term) - 1 as integer) as place
from most

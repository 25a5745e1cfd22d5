-- Which text holds a phrase of which theme.
select distinct
    p.theme_id,
    t.text_id
from theme_phrases as p
inner join theme_totals as n on p.term = n.term
inner join theme_terms as t on n.term_id = t.term_id

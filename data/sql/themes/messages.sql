-- One row per theme and message that holds one of its phrases, and for each service intent the
-- messages that no phrase explains; with everything that a filter or a chart asks for.
with phrased as (
    select distinct
        p.theme_id,
        t.text_id
    from theme_phrases as p
    inner join theme_totals as n on p.term = n.term
    inner join theme_terms as t on n.term_id = t.term_id
),

told as (
    select
        p.theme_id,
        s.*
    from theme_said as s
    inner join phrased as p on s.text_id = p.text_id
    union all by name
    select
        m.theme_id,
        s.*
    from theme_said as s
    inner join themes as m on s.intent = m.intent
    where s.purpose = 'service' and s.text_id not in (select text_id from phrased)
),

-- Numbers are told apart faster than names.
authors as (
    select
        author,
        cast(row_number() over (order by author) as integer) as author_number
    from (select distinct author from told where author is not null)
)

select
    t.theme_id,
    t.row_id,
    t.text_id,
    t.day,
    t.channel,
    t.is_social,
    t.segment,
    t.region,
    t.tier,
    t.purpose,
    t.sentiment,
    t.customer_id,
    t.author,
    a.author_number
from told as t
left join authors as a on t.author = a.author
order by t.theme_id, t.row_id

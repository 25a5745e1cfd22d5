-- One row per theme and message that holds one of its phrases, and for each service intent the
-- messages that no phrase explains; with everything that a filter or a chart asks for. Of the second
-- only those that are made anew or whose text is, or was, explained and was not, or is not, before
-- (theme_turned).
with told as (
    select
        p.theme_id,
        s.*
    from theme_said as s
    inner join theme_phrased as p on s.text_id = p.text_id
    union all by name
    select
        m.theme_id,
        s.*
    from (
        select * from theme_said
        where row_id >= $since_row
        union all
        select * from theme_said
        where row_id < $since_row and text_id in (select text_id from theme_turned)
    ) as s
    inner join themes as m on s.intent = m.intent
    where s.purpose = 'service' and s.text_id not in (select text_id from theme_phrased)
)

select
    theme_id,
    row_id,
    text_id,
    day,
    channel,
    is_social,
    segment,
    region,
    tier,
    purpose,
    sentiment,
    customer_id,
    author,
    author_number
from told
order by theme_id, row_id

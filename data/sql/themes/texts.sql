-- Each distinct text of the inbound messages that are made anew, with the first message that has it, by
-- which it is told: one of before where it is known, else one of these.
with said as (
    select
        row_id,
        coalesce(masked_text, text) as said
    from interactions
    -- What belongs to a known mailing is answered as such and is no incident.
    where
        direction = 'inbound' and text is not null and campaign_id is null
        and row_id >= $since_row
),

texts as (
    select
        min(row_id) as first_row,
        said,
        md5(said) as said_key
    from said
    group by said
)

select
    coalesce(b.text_id, t.first_row) as text_id,
    b.text_id is null as is_new,
    t.said,
    t.said_key
from texts as t
left join theme_texts as b on t.said_key = b.said_key

-- Messages that tell purpose, customer or sentiment of a conversation whose first message does not.
with wanted as (
    select purpose_row as row_id
    from openings
    where purpose_row <> first_row
    union
    select customer_row as row_id
    from openings
    where customer_row <> first_row
    union
    select sentiment_row as row_id
    from openings
    where sentiment_row <> first_row
)

select
    i.row_id,
    i.purpose,
    i.intent,
    i.customer_id,
    i.customer_number,
    i.segment,
    i.region,
    i.tier,
    i.sentiment
from interactions as i
inner join wanted as w on i.row_id = w.row_id

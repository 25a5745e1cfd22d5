-- Who wrote the messages that themes are sought in and that are made anew: the customer where known,
-- else the account. Numbered by the first message that is theirs, because numbers are told apart
-- faster than names.
with said as (
    select
        row_id,
        coalesce(customer_id, channel || ':' || lower(ltrim(handle, '@'))) as author
    from interactions
    where
        direction = 'inbound' and text is not null and campaign_id is null
        and row_id >= $since_row
),

now as (
    select author, min(row_id) as author_number
    from said
    where author is not null
    group by author
),

before as (
    select b.author, any_value(b.author_number) as author_number
    from theme_said as b
    semi join now as n on b.author = n.author
    group by b.author
)

select n.author, coalesce(b.author_number, n.author_number) as author_number
from now as n
left join before as b on n.author = b.author

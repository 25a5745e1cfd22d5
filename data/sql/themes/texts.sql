-- Each distinct inbound text once, with its words in their order: lower case, hashtags with their
-- mark, without links, handles, numbers and what stands for personal data.
with said as (
    select
        row_id,
        coalesce(masked_text, text) as said
    from interactions
    -- What belongs to a known mailing is answered as such and is no incident.
    where direction = 'inbound' and text is not null and campaign_id is null
)

select
    min(row_id) as text_id,
    said,
    regexp_extract_all(
        regexp_replace(
            lower(replace(said, '’', '''')),
            'https?://\S+|[@&]\w+;?|\[[a-z-]+( number)?\]', ' ', 'g'
        ),
        '#[\p{L}\p{N}_]+|[\p{L}][\p{L}'']*'
    ) as words
from said
group by said

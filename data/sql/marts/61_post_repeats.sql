-- Social posts that open with the same eight words as another account's post within the seven days
-- before: what many accounts pass on, or one hand writes for many. Handles, hashtags and links do
-- not count, and what is personal is masked.
with posts as (
    select
        row_id,
        local_at,
        coalesce(handle, customer_id, '') as author,
        regexp_extract(
            trim(regexp_replace(
                regexp_replace(
                    lower(replace(coalesce(masked_text, text), '’', '''')),
                    'https?://\S+|[@#]\S+|\[[a-z-]+( number)?\]', ' ', 'g'
                ),
                '[^\p{L}'']+', ' ', 'g'
            )),
            '^(\S+ ){7}\S+'
        ) as opening
    from interactions
    where
        is_social and direction = 'inbound' and text is not null
        -- What is made anew looks back by a week and a little more.
        and day >= cast($since_day as date) - interval '9' day
),

followed as (
    select
        row_id,
        local_at,
        author,
        opening,
        lag(author) over (partition by opening order by row_id) as author_before,
        lag(local_at) over (partition by opening order by row_id) as local_before
    from posts
    where opening <> ''
)

select
    row_id,
    opening
from followed
where
    author <> author_before and date_diff('day', local_before, local_at) <= 7
    and row_id >= $since_row
order by row_id

-- Batches of copied praise with posts under the filters: one post as an example, posts, accounts,
-- first and last moment, half of the accounts' followers, and what speaks for a batch.
with mine as (
    select
        c.batch_id,
        i.channel,
        i.local_at,
        i.author_followers,
        i.channel || ':' || lower(ltrim(i.handle, '@')) as account
    from praise_copies as c
    inner join interactions as i on c.row_id = i.row_id
    where
        c.batch_id is not null
        and i.row_id in (select row_id from interactions where {filters})
)

select
    m.batch_id,
    case when $sees_personal then e.text else coalesce(e.masked_text, e.text) end as text,
    count(*) as posts,
    count(distinct m.account) as accounts,
    string_agg(distinct m.channel, ', ' order by m.channel) as channels,
    min(m.local_at) as first_at,
    max(m.local_at) as last_at,
    median(m.author_followers) as median_followers,
    b.reasons,
    b.example_row as row_id
from mine as m
inner join praise_batches as b on m.batch_id = b.batch_id
inner join interactions as e on b.example_row = e.row_id
group by all
order by posts desc, m.batch_id

-- Praise on social media with its account. An account is new where its first post was within the
-- seven days before; in the first 30 days of the data nobody can tell.
select
    i.row_id,
    i.local_at as at,
    coalesce(i.masked_text, i.text) as text,
    a.account,
    case
        when i.day >= (select min(day) from interactions) + 30
            then a.first_day >= i.day - 7
    end as is_new,
    a.posts as account_posts,
    i.author_followers as followers
from interactions as i
inner join writers as a
    on a.account = i.channel || ':' || lower(ltrim(i.handle, '@'))
where
    i.is_social and i.direction = 'inbound' and i.text is not null
    and (i.sentiment = 'positive' or i.intent = 'praise')
order by i.row_id

-- Posts of wordings that came often enough to be a batch, with their accounts. An account is new where
-- its first post was within the seven days before; in the first 30 days of the data nobody can tell.
with often as (
    select copy_id
    from praise_copied
    group by copy_id
    having count(*) >= $least_copies
)

select
    i.row_id,
    p.copy_id as copy,
    i.local_at as at,
    a.account,
    case
        when i.day >= (select min(day) from interactions) + 30
            then a.first_day >= i.day - 7
    end as is_new,
    a.posts as account_posts,
    i.author_followers as followers
from praise_copied as p
semi join often as o on p.copy_id = o.copy_id
inner join interactions as i on p.row_id = i.row_id
inner join writers as a
    on a.account = i.channel || ':' || lower(ltrim(i.handle, '@'))
order by i.row_id

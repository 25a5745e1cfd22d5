-- Outgoing social posts and replies per bucket of time, and how many of them have each kind of flag;
-- a post with two kinds counts for both. Said is any flag for what the post says; off hours
-- are those that a person sent outside the opening hours.
select
    {trend_bucket} as bucket,
    count(*) as posts,
    count(*) filter (where said > 0) as said,
    count(*) filter (where profanity > 0) as profanity,
    count(*) filter (where sensitive > 0) as sensitive,
    count(*) filter (where promise > 0) as promise,
    count(*) filter (where personal > 0) as personal,
    count(*) filter (where off_hours > 0) as off_hours
from own_posts
where {filters}
group by 1
order by 1

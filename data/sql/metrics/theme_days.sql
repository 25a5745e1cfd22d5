-- Messages of each theme per day, over all the data whatever the period, and as theme 0 all
-- messages with a text: what a theme's rate is taken of. A theme is a set of words and phrases that
-- surge or that one author keeps repeating, found when the warehouse is built and tied together
-- where they stand in the same messages, mostly of service or negative; besides, what else was said
-- for each service intent. Notes on calls and visits count as messages. Messages that a source marks
-- with a campaign belong to no theme.
select
    theme_id,
    day,
    count(*) as messages
from theme_messages
where {filters}
group by theme_id, day
union all
select
    0 as theme_id,
    day,
    sum(texts) as messages
from daily_cube
where direction = 'inbound' and texts > 0
and {filters}
group by day
order by theme_id, day

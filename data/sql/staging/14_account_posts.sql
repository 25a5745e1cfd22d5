-- Accounts seen writing to us, each with whom it is said to be beside a post, and how often that was.
-- Names are compared without regard to case and a leading @.
select
    i.channel as network,
    lower(ltrim(i.handle, '@')) as account,
    i.customer_id,
    max(i.handle) as handle,
    max(i.author_name) as display_name,
    count(*) as posts,
    max(i.published_at) as last_at
from counted_interactions as i
inner join channels as c on i.channel = c.channel
where c.is_social and i.direction = 'inbound' and i.handle is not null
group by i.channel, lower(ltrim(i.handle, '@')), i.customer_id

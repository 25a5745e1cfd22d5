-- Social accounts by network and by what is known of their owner, over all time: named by a source,
-- accepted (by the model or a reviewer), waiting for review, rejected, named for two customers
-- (conflict), or without any customer who comes into question. A viewer of some customers only
-- gets none, because of most accounts it is not known whose they are.
select
    network,
    status,
    count(*) as accounts,
    count(*) filter (where posts > 0) as accounts_seen,
    sum(posts) as posts
from handle_links
where len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
group by network, status
order by network, status

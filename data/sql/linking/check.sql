-- How the model does on accounts whose owner a source names, as if that were not known: how many it
-- would have given to somebody at each threshold, and how many of these to the right customer.
with checked as (
    select a.network, a.account, a.owner_told, c.customer_id, c.match_probability
    from accounts as a
    left join found as c on a.network = c.network and a.account = c.account and c.rank = 1
    where a.owners_told = 1 and a.owner_told in (select customer_id from newest_customers)
)

select
    t.cut,
    count(*) as known_accounts,
    count(*) filter (where match_probability >= t.cut) as linked,
    count(*) filter (where match_probability >= t.cut and customer_id = owner_told) as linked_right
from (select unnest($cuts::double[]) as cut) as t
cross join checked
group by t.cut
order by t.cut

-- Customers who are new, gone or of another group than in the build before.
select coalesce(a.customer_id, b.customer_id) as customer_id
from newest_customers as a
full outer join customers_before as b on a.customer_id = b.customer_id
where
    a.customer_id is null or b.customer_id is null
    or coalesce(a.segment, 'unknown') <> b.segment
    or coalesce(a.region, 'unknown') <> b.region
    or coalesce(a.tier, 'unknown') <> b.tier

-- One row per key from several sources: the newest version that each source brings, and of these,
-- column by column, the newest value that is not empty. So a list of handles or users that comes
-- along with posts or tickets adds to the customer table and wipes nothing.
-- What stands in braces is made from names of the contract.
with versions as (
    select
        l.*,
        row_number() over (partition by {key}, s.source order by {order}) as source_version,
        row_number() over (partition by {key} order by {order}) as version_order
    from lake_{table} as l
    inner join lake_loads as s using (load_id)
),

newest as (
    select * from versions
    where source_version = 1
)

select
    {key},
    {merged}
from newest
group by {key}

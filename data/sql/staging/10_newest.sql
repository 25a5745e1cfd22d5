-- The newest version of each row: a key that several loads bring is kept once.
-- {table}, {key} and {order} are names from the contract; run once per contract table.
with versions as (
    select
        *,
        row_number() over (partition by {key} order by {order}) as version_number
    from lake_{table}
)

select * from versions
where version_number = 1

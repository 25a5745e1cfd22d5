-- source: contract
-- reads: one table of the contract (docs/data-contract.md) as CSV, TSV, JSON lines, JSON, Parquet
--   or Excel, gzipped or not
-- recognised by: the required columns of one table
-- The columns have the contract's names already, so there is nothing to map.

-- table: each
select * from raw

-- A table of the contract as it is; run once for each that needs no reshaping.
select {columns}
from newest_{table}
order by {key}

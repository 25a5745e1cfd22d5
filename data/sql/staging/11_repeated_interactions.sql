-- Keys of interactions that more than one row of the lake carries. Few or none, as a rule: so
-- only their rows have to be put in order, and all others pass as they are.
select source, interaction_id
from lake_interactions
group by source, interaction_id
having count(*) > 1

-- How the model does on accounts whose owner a source names, tried as if that were not known. Linked
-- are those whose best candidate reaches the threshold. Precision: linked to the named customer,
-- divided by linked. Recall: linked to the named customer, divided by all of these accounts. Accounts
-- of people who are no customers are not among them, so precision is that among customers' accounts.
select
    cut,
    known_accounts,
    linked,
    linked_right
from link_check
where len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
order by cut

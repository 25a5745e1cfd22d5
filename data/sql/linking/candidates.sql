-- Customers who may own an account: those the model found, those the sources name where they
-- disagree, and those a reviewer decided on; with the reviewer's verdict.
with named as (
    select network, account, owner_told as customer_id from accounts where owners_told > 1
    union
    select network, account, other_owner_told from accounts where owners_told > 1
    union
    select network, account, customer_id from decided
),

pairs as (
    select
        coalesce(f.network, n.network) as network,
        coalesce(f.account, n.account) as account,
        coalesce(f.customer_id, n.customer_id) as customer_id,
        f.match_probability,
        coalesce(f.reasons, []) as reasons,
        n.customer_id is not null and a.owners_told > 1
        and n.customer_id in (a.owner_told, a.other_owner_told) as named_by_source
    from found as f
    full outer join named as n
        on
            f.network = n.network and f.account = n.account
            and f.customer_id = n.customer_id
    left join accounts as a
        on coalesce(f.network, n.network) = a.network
        and coalesce(f.account, n.account) = a.account
)

select
    p.network,
    p.account,
    p.customer_id,
    row_number() over (
        partition by p.network, p.account
        order by p.match_probability desc nulls last, p.customer_id
    ) as rank,
    p.match_probability,
    p.reasons,
    coalesce(p.named_by_source, false) as named_by_source,
    d.verdict,
    d.who,
    d.decided_at
from pairs as p
left join decided as d
    on p.network = d.network and p.account = d.account and p.customer_id = d.customer_id
order by p.network, p.account, rank

-- Accounts beside the customers who may own them, those with the most posts first: at most three
-- customers each, with the chance that the account is theirs and the reasons. What a reviewer has
-- decided since the build is not in it yet.
with wanted as (
    select
        *,
        count(*) over () as total,
        row_number() over (order by posts desc, match_probability desc, network, account) as place
    from handle_links
    where
        status = $status
        and ($network is null or network = $network)
        and (
            $search = ''
            or contains(account, lower(ltrim($search, '@')))
            or contains(lower(candidate_id), lower($search))
            or ($sees_personal and contains(lower(display_name), lower($search)))
        )
        and len($viewer_regions::varchar[]) = 0 and len($viewer_segments::varchar[]) = 0
),

page as (
    select * from wanted
    where place > $skip and place <= $skip + $limit
)

select
    p.total,
    p.place,
    p.network,
    p.account,
    p.handle,
    p.display_name,
    p.city,
    p.email as profile_email,
    p.posts,
    p.last_at,
    p.status,
    p.customer_id as owner_id,
    p.decided_by,
    p.decided_at,
    c.rank,
    c.customer_id,
    c.match_probability,
    array_to_string(c.reasons, '; ') as reasons,
    c.named_by_source,
    c.verdict,
    u.name,
    u.email,
    u.segment,
    u.region,
    u.tier,
    u.joined_on
from page as p
left join handle_candidates as c on p.network = c.network and p.account = c.account
left join customers as u on c.customer_id = u.customer_id
where c.rank is null or c.rank <= 4 or c.verdict is not null
order by p.place, c.rank

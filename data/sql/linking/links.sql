-- One row per account: whose it is, how sure that is, and who says so. A source's word stands
-- before the model's; where sources disagree nobody gets the account until a reviewer decides; and
-- where a reviewer has refused a candidate, the next one waits for a reviewer too.
with best as (
    select
        network,
        account,
        arg_min(customer_id, rank) filter (where verdict is distinct from 'reject') as candidate_id,
        arg_min(match_probability, rank) filter (where verdict is distinct from 'reject')
            as match_probability,
        arg_min(reasons, rank) filter (where verdict is distinct from 'reject') as reasons,
        max(customer_id) filter (where verdict = 'accept') as chosen_id,
        max(match_probability) filter (where verdict = 'accept') as chosen_probability,
        any_value(reasons) filter (where verdict = 'accept') as chosen_reasons,
        count(*) filter (where verdict = 'reject') as refused,
        arg_max(who, decided_at) filter (where verdict is not null) as who,
        max(decided_at) as decided_at
    from handle_candidates
    group by network, account
),

judged as (
    select
        a.*,
        b.candidate_id,
        b.match_probability,
        b.reasons,
        b.chosen_id,
        b.chosen_probability,
        b.chosen_reasons,
        b.who,
        b.decided_at,
        case
            when b.chosen_id is not null then 'accepted'
            when a.owners_told > 1 then 'conflict'
            when a.owners_told = 1 then 'known'
            when b.match_probability >= $accept and b.refused = 0 then 'accepted'
            when b.match_probability >= $review then 'review'
            when b.match_probability is not null or b.refused > 0 then 'rejected'
            else 'nobody'
        end as status
    from accounts as a
    left join best as b on a.network = b.network and a.account = b.account
)

select
    network,
    account,
    handle,
    display_name,
    city,
    email,
    posts,
    last_at,
    owners_told,
    status,
    case
        when status = 'known' then owner_told
        when status = 'accepted' then coalesce(chosen_id, candidate_id)
    end as customer_id,
    case when chosen_id is not null then chosen_id when status <> 'known' then candidate_id end
        as candidate_id,
    case when chosen_id is not null then chosen_probability when status <> 'known'
        then match_probability end as match_probability,
    case when chosen_id is not null then chosen_reasons else coalesce(reasons, []) end as reasons,
    case
        when chosen_id is not null or (who is not null and status in ('review', 'rejected'))
            then who
        when status = 'known' then coalesce(decided_by, 'the posts themselves')
        when status = 'accepted' then 'the model'
    end as decided_by,
    case when chosen_id is not null or status in ('review', 'rejected') then judged.decided_at end as decided_at
from judged
order by network, account

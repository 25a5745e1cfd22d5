-- Whether something changed that concerns rows of all times: what a channel is, the department of a
-- person who answered before, or whether a source knows of replies at all.
with channels_changed as (
    select b.channel
    from channels_before as b
    left join channels as c on b.channel = c.channel
    where
        c.is_social is distinct from b.is_social
        or c.target_minutes is distinct from b.target_minutes
),

agents_changed as (
    select coalesce(a.agent_id, b.agent_id) as agent_id
    from newest_agents as a
    full outer join agents_before as b on a.agent_id = b.agent_id
    where a.department is distinct from b.department
),

replies_came as (
    select b.source
    from ends_before as b
    inner join arrived as n on b.source = n.source
    where not b.knows_replies and n.tells_reply
)

select
    (select count(*) from channels_changed)
    + (select count(*) from replies_came)
    + (
        select count(*) from interactions as i
        semi join agents_changed as a on i.agent_id = a.agent_id
    ) > 0 as concerns_all

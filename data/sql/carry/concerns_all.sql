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

answered as (
    select
        source,
        max(case when direction = 'outbound' or first_reply_at is not null then 1 else 0 end)
            as knows_replies
    from interactions
    group by source
),

replies_came as (
    select a.source
    from answered as a
    inner join newest_interactions as i on a.source = i.source
    semi join arrived as n on i.source = n.source and i.interaction_id = n.interaction_id
    where
        a.knows_replies = 0
        and (i.direction = 'outbound' or i.first_reply_at is not null)
),

replies_gone as (
    select a.source
    from answered as a
    where
        a.knows_replies = 1
        and a.source not in (
            select source from newest_interactions
            where direction = 'outbound' or first_reply_at is not null
        )
)

select
    (select count(*) from channels_changed)
    + (select count(*) from replies_came)
    + (select count(*) from replies_gone)
    + (
        select count(*) from interactions as i
        semi join agents_changed as a on i.agent_id = a.agent_id
    ) > 0 as concerns_all

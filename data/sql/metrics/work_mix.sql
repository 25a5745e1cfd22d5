-- Whether a person's items are easier than those of the queue they come from. Items are the
-- conversations that the person answered first. How much work an item is expected to be is the mean
-- handling time of all items of its channel, intent and sentiment (of its channel alone where fewer
-- than 20 are timed). A queue is a department's items on one channel in one month; queues of one
-- person or of fewer than 20 items are left out. Expected is what as many items picked blindly from
-- the same queues would hold; the variance is that of drawing without putting back. Seconds worked
-- stand beside what the person's own items are expected to take.
with items as (
    select
        agent_id,
        department,
        channel,
        date_trunc('month', day) as month,
        intent,
        sentiment,
        handle_seconds
    from handled
    where is_first and agent_id is not null
    and {filters}
),

cells as (
    select
        channel,
        intent,
        sentiment,
        avg(handle_seconds) as mean_seconds,
        count(handle_seconds) as timed
    from items
    group by channel, intent, sentiment
),

means as (
    select channel, avg(handle_seconds) as mean_seconds
    from items
    group by channel
),

weighed as (
    select
        i.*,
        case when c.timed >= 20 then c.mean_seconds else m.mean_seconds end as work,
        cast(i.sentiment = 'negative' as integer) as negative
    from items as i
    inner join cells as c
        on i.channel = c.channel and i.intent = c.intent and i.sentiment = c.sentiment
    inner join means as m on i.channel = m.channel
),

queues as (
    select
        department,
        channel,
        month,
        count(*) as items,
        avg(work) as mean_work,
        coalesce(var_samp(work), 0) as variance_work,
        avg(negative) as mean_negative,
        coalesce(var_samp(negative), 0) as variance_negative
    from weighed
    group by department, channel, month
    having count(*) >= 20 and count(distinct agent_id) >= 2
),

shares as (
    select
        w.agent_id,
        w.department,
        w.channel,
        w.month,
        count(*) as items,
        sum(w.work) as work,
        sum(w.negative) as negative,
        count(w.handle_seconds) as timed,
        sum(w.handle_seconds) as seconds,
        sum(w.work) filter (where w.handle_seconds is not null) as seconds_expected,
        sum((w.handle_seconds - w.work) * (w.handle_seconds - w.work)) as seconds_squares
    from weighed as w
    group by w.agent_id, w.department, w.channel, w.month
)

select
    s.agent_id,
    case when $sees_personal then any_value(a.name) end as name,
    mode(s.department order by s.department) as department,
    sum(s.items) as items,
    count(*) as queues,
    sum(s.work) as work,
    sum(s.items * q.mean_work) as work_expected,
    sum(s.items * (1 - s.items / q.items) * q.variance_work) as work_variance,
    sum(s.negative) as negative,
    sum(s.items * q.mean_negative) as negative_expected,
    sum(s.items * (1 - s.items / q.items) * q.variance_negative) as negative_variance,
    sum(s.timed) as timed,
    sum(s.seconds) as seconds,
    sum(s.seconds_expected) as seconds_expected,
    sum(s.seconds_squares) as seconds_squares
from shares as s
inner join queues as q
    on s.department = q.department and s.channel = q.channel and s.month = q.month
left join agents as a on s.agent_id = a.agent_id
group by s.agent_id
order by items desc, s.agent_id

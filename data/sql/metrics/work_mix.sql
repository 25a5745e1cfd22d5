-- Whether a person's items are easier than those of the queue they come from. Items are the
-- conversations that the person answered first. How much work an item is expected to be is the mean
-- handling time of all items of its channel, intent and sentiment (of its channel alone where fewer
-- than 20 are timed). A queue is a department's items on one channel in one month; queues of one
-- person or of fewer than 20 items are left out. Expected is what as many items picked blindly from
-- the same queues would hold; the variance is that of drawing without putting back. Seconds worked
-- stand beside what the person's own items are expected to take.
with items as not materialized (
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

cells as materialized (
    select
        channel,
        intent,
        sentiment,
        sum(handle_seconds) as seconds,
        count(handle_seconds) as timed
    from items
    group by channel, intent, sentiment
),

means as materialized (
    select
        channel,
        sum(seconds) / sum(timed) as mean_seconds
    from cells
    group by channel
),

works as materialized (
    select
        c.channel,
        c.intent,
        c.sentiment,
        case when c.timed >= 20 then c.seconds / c.timed else m.mean_seconds end as work,
        m.mean_seconds
    from cells as c
    inner join means as m on c.channel = m.channel
),

-- One pass over the items; queues are these shares added up. Squares are those of the distance from
-- the channel's mean, so that the variance keeps its digits.
shares as materialized (
    select
        i.agent_id,
        i.department,
        i.channel,
        i.month,
        count(*) as items,
        sum(w.work) as work,
        sum(w.work - w.mean_seconds) as beyond,
        sum((w.work - w.mean_seconds) * (w.work - w.mean_seconds)) as beyond_squares,
        count(*) filter (where i.sentiment = 'negative') as negative,
        count(i.handle_seconds) as timed,
        sum(i.handle_seconds) as seconds,
        sum(w.work) filter (where i.handle_seconds is not null) as seconds_expected,
        sum((i.handle_seconds - w.work) * (i.handle_seconds - w.work)) as seconds_squares
    from items as i
    inner join works as w
        on i.channel = w.channel and i.intent = w.intent and i.sentiment = w.sentiment
    group by i.agent_id, i.department, i.channel, i.month
),

added as (
    select
        department,
        channel,
        month,
        sum(items) as items,
        sum(work) as work,
        sum(beyond) as beyond,
        sum(beyond_squares) as beyond_squares,
        sum(negative) as negative
    from shares
    group by department, channel, month
    having sum(items) >= 20 and count(*) >= 2
),

queues as (
    select
        department,
        channel,
        month,
        items,
        work / items as mean_work,
        greatest(0, beyond_squares - beyond * beyond / items) / (items - 1) as variance_work,
        negative / items as mean_negative,
        (negative - negative * negative / items) / (items - 1) as variance_negative
    from added
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

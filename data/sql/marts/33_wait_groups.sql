-- What each group_key of waits stands for: a few hundred rows, so that pages group by one column. Read
-- from the key itself, since to tell the columns apart takes twice as long; the length of the channel
-- says where its name ends, whatever it holds.
with keys as (
    select distinct group_key
    from waits
),

split as (
    select
        group_key,
        string_split(group_key, '|') as parts
    from keys
),

measured as (
    select
        group_key,
        parts,
        cast(parts[8] as integer) as channel_length,
        length(array_to_string(parts[1:8], '|')) as before_channel
    from split
)

select
    group_key,
    parts[1] as kind,
    substring(group_key, before_channel + 2, channel_length) as channel,
    parts[7] = '1' as is_social,
    substring(group_key, before_channel + channel_length + 3) as department,
    parts[2] as purpose,
    nullif(parts[3], '') as priority,
    nullif(parts[4], '') as calendar_sla,
    nullif(parts[5], '') as business_sla,
    case parts[6] when '2' then null else parts[6] = '1' end as reopened
from measured

-- Own posts at risk: outgoing social posts and replies of the period with a flag, by kind. What a
-- post says is flagged for profanity, for advertising on a sad day or beside sad news, for promises
-- that the company can be held to, and for somebody's personal data; "said" is any of these four,
-- each post counted once, and automatic replies count as well. Off hours are posts that a person
-- sent outside the opening hours of the settings, as a share of all that people sent. High are the
-- gravest: slurs and gross words, selling on a sad day, promises of money, card and account numbers.
with chosen as (
    select * from own_posts
    where {filters}
),

kinds as (
    select 'said' as kind, said as severity, true as counts from chosen
    union all
    select 'profanity' as kind, profanity as severity, true as counts from chosen
    union all
    select 'sensitive' as kind, sensitive as severity, true as counts from chosen
    union all
    select 'promise' as kind, promise as severity, true as counts from chosen
    union all
    select 'personal' as kind, personal as severity, true as counts from chosen
    union all
    select 'off_hours' as kind, off_hours as severity, not automated as counts from chosen
)

select
    kind,
    count(*) as posts,
    count(*) filter (where severity > 0) as flagged,
    count(*) filter (where severity = 3) as high
from kinds
where counts
group by kind
order by kind

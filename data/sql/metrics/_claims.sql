-- Steps of a query: the written inbound messages under the filters as "messages", since the day that
-- "reach" tells, and the rules whose conditions all hold. What many messages share is asked once:
-- "mix_rules" has the rules of each mix of channel, purpose, intent, sentiment, tier and segment that
-- look at nothing else; "own_rules" those of a message that also look at the message itself (its
-- words, thread or author); "firsts" has the first rule of each message by both, 0 for none. Rules
-- and words come as lists with one entry a rule or word; numbers below 0 are the ways to be
-- incendiary.
asked_rules as (
    select
        unnest($rule_numbers::integer[]) as rule,
        unnest($rule_channel::varchar[][]) as channel,
        unnest($rule_purpose::varchar[][]) as purpose,
        unnest($rule_intent::varchar[][]) as intent,
        unnest($rule_sentiment::varchar[][]) as sentiment,
        unnest($rule_tier::varchar[][]) as tier,
        unnest($rule_segment::varchar[][]) as segment,
        unnest($rule_author_followers_min::double[]) as followers_min,
        unnest($rule_author_followers_max::double[]) as followers_max,
        unnest($rule_thread_age_hours_min::double[]) as age_min,
        unnest($rule_thread_age_hours_max::double[]) as age_max,
        unnest($rule_shares_min::double[]) as shares_min,
        unnest($rule_places::integer[]) as places
),

told_rules as (
    select
        *,
        places > 0
        or coalesce(followers_min, followers_max, shares_min, age_min, age_max) is not null as of_message
    from asked_rules
),

asked_words as (
    select
        unnest($term_rules::integer[]) as rule,
        unnest($term_places::integer[]) as place,
        unnest($term_kinds::varchar[]) as kind,
        unnest($term_texts::varchar[]) as wanted,
        unnest($term_phrases::varchar[]) as phrase
),

messages as materialized (
    select *
    from inbound_waits
    where
        not list_contains($live_channels::varchar[], channel)
        and day >= (select first_day from reach)
        and {filters}
),

mixes as materialized (
    select distinct
        channel,
        purpose,
        intent,
        sentiment,
        tier,
        segment
    from messages
),

fitting as (
    select
        m.*,
        r.rule
    from mixes as m
    inner join told_rules as r
        on
            not r.of_message
            and {rule_mix}
),

mix_rules as materialized (
    select
        channel,
        purpose,
        intent,
        sentiment,
        tier,
        segment,
        list(rule order by rule) filter (where rule > 0) as rules,
        bool_or(rule < 0) as incendiary
    from fitting
    group by channel, purpose, intent, sentiment, tier, segment
),

forms as (
    select distinct
        a.rule,
        a.place,
        a.phrase,
        s.word
    from asked_words as a
    inner join search_words as s
        on case a.kind
            when 'stem' then s.stem = a.wanted and not starts_with(s.word, '#')
            when 'prefix' then starts_with(s.word, a.wanted)
            else s.word = a.wanted
        end
),

occurrences as materialized (
    select
        word,
        row_id
    from post_words
    where word in (select word from forms)
),

-- Few messages have the words of a rule. They come as one list, because the optimizer takes them for
-- many else, and would look up the words in the messages instead of the messages in these.
uttering as (
    select unnest(list(row_id)) as row_id
    from occurrences
),

worded as materialized (
    select *
    from messages
    where row_id in (select row_id from uttering)
),

spoken as materialized (
    select distinct
        f.rule,
        f.place,
        f.phrase,
        o.row_id
    from (select * from occurrences where row_id in (select row_id from worded)) as o
    inner join forms as f on o.word = f.word
),

said as (
    select
        row_id,
        ' ' || array_to_string(
            regexp_extract_all(
                regexp_replace(
                    lower(replace(coalesce(masked_text, text), '’', '''')),
                    'https?://\S+', ' ', 'g'
                ),
                '[\p{L}\p{N}][\p{L}\p{N}'']*'
            ), ' '
        ) || ' ' as words
    from interactions
    where
        day >= $start and day < $end
        and row_id in (select row_id from spoken where phrase is not null)
),

heard as (
    select
        s.rule,
        s.row_id,
        count(distinct s.place) as places
    from spoken as s
    left join said as t on s.row_id = t.row_id
    where s.phrase is null or contains(t.words, s.phrase)
    group by s.rule, s.row_id
),

candidates as (
    select
        r.rule,
        m.*
    from messages as m
    inner join told_rules as r
        on
            r.of_message and r.places = 0
            and {rule_message}
    union all
    select
        h.rule,
        m.*
    from heard as h
    inner join told_rules as r on h.rule = r.rule and h.places = r.places
    inner join worded as m on h.row_id = m.row_id
),

claims as (
    select
        m.row_id,
        r.rule
    from candidates as m
    inner join told_rules as r on m.rule = r.rule
    where
        {rule_mix}
        and {rule_message}
),

own_rules as (
    select
        row_id,
        list(rule order by rule) filter (where rule > 0) as rules,
        bool_or(rule < 0) as incendiary
    from claims
    group by row_id
),

firsts as (
    select
        m.row_id,
        coalesce(least(o.rules[1], k.rules[1]), 0) as rule,
        coalesce(o.incendiary, false) or coalesce(k.incendiary, false) as incendiary
    from messages as m
    left join own_rules as o on m.row_id = o.row_id
    left join mix_rules as k
        on
            {same_mix}
)

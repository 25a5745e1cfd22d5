-- Steps of a query: the written inbound messages under the filters as "messages", and as "claims"
-- each message with every rule whose conditions all hold, by number; below 0 the ways to be
-- incendiary. Rules and words come as lists with one entry a rule or word.
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
        and {filters}
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

spoken as materialized (
    select distinct
        f.rule,
        f.place,
        f.phrase,
        w.row_id
    from forms as f
    inner join post_words as w on f.word = w.word
    where w.row_id in (select row_id from messages)
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
    where row_id in (select row_id from spoken where phrase is not null)
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

claims as materialized (
    select
        m.row_id,
        r.rule
    from messages as m
    inner join asked_rules as r
        on
            (len(r.channel) = 0 or list_contains(r.channel, m.channel))
            and (len(r.purpose) = 0 or list_contains(r.purpose, m.purpose))
            and (len(r.intent) = 0 or list_contains(r.intent, m.intent))
            and (len(r.sentiment) = 0 or list_contains(r.sentiment, m.sentiment))
            and (len(r.tier) = 0 or list_contains(r.tier, lower(m.tier)))
            and (len(r.segment) = 0 or list_contains(r.segment, lower(m.segment)))
            and (r.followers_min is null or m.author_followers >= r.followers_min)
            and (r.followers_max is null or m.author_followers <= r.followers_max)
            and (r.shares_min is null or m.shares >= r.shares_min)
            and (r.age_min is null or m.thread_age_seconds >= 3600 * r.age_min)
            and (r.age_max is null or m.thread_age_seconds <= 3600 * r.age_max)
    left join heard as h on r.rule = h.rule and m.row_id = h.row_id
    where r.places = 0 or h.places = r.places
)

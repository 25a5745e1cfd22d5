-- The interactions behind a mark of a chart, newest first. Each condition holds only where the
-- mark has that value. The totals count all rows, also those beyond the limit.
select
    i.local_at as published_at,
    i.channel,
    i.direction,
    i.customer_id,
    i.handle,
    case when $sees_personal then i.text else coalesce(i.masked_text, i.text) end as text,
    i.purpose,
    i.intent,
    i.sentiment,
    i.polarity,
    i.department,
    i.segment,
    i.region,
    i.tier,
    i.interaction_id,
    i.source,
    count(*) over () as total_interactions,
    count(distinct i.conversation_key) over () as total_conversations,
    count(distinct i.customer_id) over () as total_customers
from interactions as i
where
    i.direction = 'inbound'
    and (not $social or i.is_social)
    and ($mark_channel::varchar is null or i.channel = $mark_channel::varchar)
    and ($by_conversation or $from_at::timestamp is null or i.local_at >= $from_at::timestamp)
    and ($by_conversation or $until_at::timestamp is null or i.local_at < $until_at::timestamp)
    and ($mark_sentiment::varchar is null or i.sentiment = $mark_sentiment::varchar)
    and ($mark_segment::varchar is null or i.segment = $mark_segment::varchar)
    and ($mark_hour::integer is null or i.hour = $mark_hour::integer)
    and (
        $mark_weekday::integer is null
        or i.day in (select day from days where weekday = $mark_weekday::integer)
    )
    and (
        $polarity_from::double is null
        or least(floor(round(i.polarity * 10, 6)), 9) = round($polarity_from::double * 10)
    )
    and (
        $mark_word::varchar is null
        or (
            list_contains(i.words, $mark_word::varchar)
            and i.sentiment in ('negative', 'positive')
        )
    )
    and (
        not $by_conversation
        or i.conversation_key in (
            select conversation_key
            from conversations
            where
                ($mark_channel::varchar is null or channel = $mark_channel::varchar)
                and ($mark_purpose::varchar is null or purpose = $mark_purpose::varchar)
                and ($mark_intent::varchar is null or intent = $mark_intent::varchar)
                and (
                    $mark_department::varchar is null
                    or (
                        knows_replies
                        and case
                            when first_reply_at is null then 'not answered'
                            else coalesce(department, 'unnamed')
                        end = $mark_department::varchar
                    )
                )
                and ($from_at::timestamp is null or local_at >= $from_at::timestamp)
                and ($until_at::timestamp is null or local_at < $until_at::timestamp)
                and {filters}
        )
    )
    and (
        $by_conversation
        or ($mark_purpose::varchar is null or i.purpose = $mark_purpose::varchar)
    )
    and (
        len($mark_channels::varchar[]) = 0
        or i.customer_id in (
            select customer_id
            from customer_days
            where {filters}
            group by customer_id
            having
                count(distinct channel)
                filter (where list_contains($mark_channels::varchar[], channel))
                = len($mark_channels::varchar[])
                and (not $exact_set or count(distinct channel) = len($mark_channels::varchar[]))
        )
    )
    and ($by_conversation or ({filters}))
    and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
    and (
        len($viewer_segments::varchar[]) = 0
        or list_contains($viewer_segments::varchar[], segment)
    )
order by i.published_at desc, i.interaction_id
limit $limit

-- The inbound interactions, called i, behind a mark of a chart, under the reader's choice and as
-- the viewer may see them. Each condition holds only where the mark has that value.
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
            $by_conversation
            and ($mark_channel::varchar is null or channel = $mark_channel::varchar)
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
            and (
                $mark_team::varchar is null
                or coalesce(department, 'no department') = $mark_team::varchar
            )
            and ($mark_priority::varchar is null or priority = $mark_priority::varchar)
            and (not $of_waits or knows_replies)
            and (
                $wait_above::bigint is null
                or case when $hours = 'business' then business_seconds else calendar_seconds end
                > $wait_above::bigint
            )
            and (
                $wait_up_to::bigint is null
                or case when $hours = 'business' then business_seconds else calendar_seconds end
                <= $wait_up_to::bigint
            )
            and (
                not $no_answer
                or case when $hours = 'business' then business_seconds else calendar_seconds end
                is null
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
    $by_conversation
    or ($mark_intent::varchar is null or i.intent = $mark_intent::varchar)
)
and (
    len($mark_channels::varchar[]) = 0
    or i.customer_id in (
        select customer_id
        from customer_days
        where
            len($mark_channels::varchar[]) > 0
            and {filters}
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

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
and {rows_of_conversations}
and (
    $by_conversation
    or ($mark_purpose::varchar is null or i.purpose = $mark_purpose::varchar)
)
and (
    $by_conversation
    or ($mark_intent::varchar is null or i.intent = $mark_intent::varchar)
)
and {rows_of_channels}
and ($by_conversation or ({filters}))
and (len($viewer_regions::varchar[]) = 0 or list_contains($viewer_regions::varchar[], region))
and (
    len($viewer_segments::varchar[]) = 0
    or list_contains($viewer_segments::varchar[], segment)
)

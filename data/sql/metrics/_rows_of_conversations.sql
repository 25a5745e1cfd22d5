-- A condition on interactions, called i, where the chart counts conversations.
(
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

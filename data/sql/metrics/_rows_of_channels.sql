-- A condition on interactions, called i, where the mark stands for customers of several channels.
(
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

-- A step of a query: customers active in the period, whatever channel and purpose are chosen, whether
-- they wrote on a social channel (of those and for those that are chosen), and their contacts.
active as (
    select
        customer_number,
        coalesce(
            bool_or(
                is_social
                and (len($channels::varchar[]) = 0 or list_contains($channels::varchar[], channel))
                and (len($purposes::varchar[]) = 0 or list_contains($purposes::varchar[], purpose))
            ), false
        ) as on_social,
        cast(sum(interactions) as double) as contacts,
        cast(sum(case when is_social then 0 else interactions end) as double) as traditional
    from customer_days
    where day >= $start and day < $end
    and {customer_filters}
    group by customer_number
)

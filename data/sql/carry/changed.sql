-- The first moment of what is another than in the build before: what has come, conversations that changed,
-- and those whose promise was still open, which time breaks.
with promised as (
    select min(abs(conversation_key)) as first_row
    from conversations
    where calendar_sla = 'open' or business_sla = 'open'
)

select least(
    (select min(published_at) from arrived),
    (select min(published_at) from moved),
    (
        select i.published_at
        from interactions as i
        inner join promised as p on i.row_id = p.first_row
    )
) as changed_at

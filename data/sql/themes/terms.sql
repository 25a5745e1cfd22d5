-- Which stem, and which pair of stems in a row, stands in which text. Words without a meaning of their
-- own were left out before pairs are made: "fee for the invoice" holds "fee invoice". A term is told by
-- the numbers of its stems: of the first times 2^31, and of the second.
with paired as (
    select
        text_id,
        stem_id,
        lead(stem_id) over (partition by text_id order by place) as next_id
    from theme_spread
    where stem_id is not null
)

select distinct text_id, stem_id * 2147483648 as term_id from paired
union
select distinct text_id, stem_id * 2147483648 + next_id as term_id from paired
where next_id is not null and next_id <> stem_id

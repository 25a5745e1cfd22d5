-- Which word stands in which inbound message, and how often: the index that search reads. Rows come about
-- in the order of words and messages, so that a word is read from a few stretches of the table. Numbers
-- are put in order and then get their words: to order words themselves takes four times as long.
with placed as (
    select
        n.word_number,
        m.row_id,
        c.times
    from said_by as m
    inner join said_words as c on m.text_id = c.text_id
    inner join word_numbers as n on c.word = n.word
    order by n.word_number, m.row_id
)

select
    n.word,
    p.row_id,
    p.times
from placed as p
inner join word_numbers as n on p.word_number = n.word_number

-- The words of these texts, numbered in their order.
select
    word,
    cast(row_number() over (order by word) as integer) as word_number
from (select distinct word from said_words) as every_word

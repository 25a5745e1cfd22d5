-- Inbound social posts with their words in a row, as phrases are looked for in them.
select
    row_id,
    coalesce(masked_text, text) as said,
    ' ' || array_to_string(
        regexp_extract_all(
            regexp_replace(
                lower(replace(coalesce(masked_text, text), '’', '''')), 'https?://\S+', ' ', 'g'
            ),
            '[\p{L}\p{N}][\p{L}\p{N}'']*'
        ), ' '
    ) || ' ' as words
from interactions
where direction = 'inbound' and is_social and text is not null

-- Whether what is said against a text of an own post of before has changed: that a number is somebody's
-- is also told from how often it stands in all of them.
with kept as (
    select distinct text_hash
    from own_posts
),

now as (
    select text_hash, kind, severity
    from own_flags
    semi join kept using (text_hash)
),

before as (
    select text_hash, kind, severity
    from flags_before
    semi join kept using (text_hash)
)

select
    exists (select * from now except select * from before)
    or exists (select * from before except select * from now) as flags_changed

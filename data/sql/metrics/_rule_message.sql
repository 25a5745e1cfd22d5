-- Whether author, shares and thread of a message "m" are what a rule "r" asks for.
(r.followers_min is null or m.author_followers >= r.followers_min)
and (r.followers_max is null or m.author_followers <= r.followers_max)
and (r.shares_min is null or m.shares >= r.shares_min)
and (r.age_min is null or m.thread_age_seconds >= 3600 * r.age_min)
and (r.age_max is null or m.thread_age_seconds <= 3600 * r.age_max)

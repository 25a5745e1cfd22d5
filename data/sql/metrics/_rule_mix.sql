-- Whether the mix of a message "m" is one that a rule "r" asks for.
(len(r.channel) = 0 or list_contains(r.channel, m.channel))
and (len(r.purpose) = 0 or list_contains(r.purpose, m.purpose))
and (len(r.intent) = 0 or list_contains(r.intent, m.intent))
and (len(r.sentiment) = 0 or list_contains(r.sentiment, m.sentiment))
and (len(r.tier) = 0 or list_contains(r.tier, lower(m.tier)))
and (len(r.segment) = 0 or list_contains(r.segment, lower(m.segment)))

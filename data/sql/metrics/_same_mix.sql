-- Whether a message "m" is of the mix "k".
m.channel = k.channel
and m.purpose is not distinct from k.purpose
and m.intent is not distinct from k.intent
and m.sentiment is not distinct from k.sentiment
and m.tier is not distinct from k.tier
and m.segment is not distinct from k.segment

-- Social conversations by intent, one level below purpose.
select purpose, intent, count(*) as conversations
from social_conversations
where purpose <> 'unknown'
and {filters}
group by purpose, intent
order by conversations desc, purpose, intent

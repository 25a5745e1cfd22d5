"""What goes wrong: complaint, outage, billing, delivery, cancellation."""

from __future__ import annotations

from analysis.purpose_rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "complaint",
        3,
        "harsh judgement",
        r"\b(?:worst|terrible|awful|horrible|horrendous|atrocious|appalling|disgust\w*|"
        r"disgrace\w*|pathetic|shameful|shocking|abysmal|dreadful|ridiculous|unacceptable|"
        r"outrageous|inexcusable|unprofessional|incompeten\w+)\b",
    ),
    Rule(
        "complaint",
        2,
        "anger or disappointment",
        r"\b(?:disappoint\w*|frustrat\w*|annoy(?:ed|ing)|furious|angry|livid|fuming|pissed|"
        r"unhappy|dissatisf\w+|upset|mad|peeved|fed up|sick of|tired of|infuriat\w+|irritat\w+|"
        r"let down|betray\w+|how dare)\b",
    ),
    Rule(
        "complaint",
        2,
        "strong words about quality",
        r"\b(?:sucks?|sucked|stinks|crap|crappy|bullshit|bs|wtf|shit(?:ty)?|trash|garbage|"
        r"rubbish|useless|lame|a joke|nightmare|disaster|mess|ruin(?:ed|ing)|fail(?:ed|s|ure|"
        r"ing)?|stupid|lazy|flawed|sub ?-?par|inadequate|unsafe|mess(?:ed)? up|screw(?:ed)? up|"
        r"strikes again)\b",
    ),
    Rule(
        "complaint",
        2,
        "poor treatment",
        r"\b(?:rude|ignor(?:ed|ing|es|e)|lied|lies|lying|liars?|misle(?:d|ading)|scam\w*|rip "
        r"?off|unhelpful|poor(?:ly)? (?:service|customer|experience|quality|communication)|"
        r"(?:bad|horrid|no|zero|lousy|slow|such) (?:customer )?(?:service|support|experience))\b",
    ),
    Rule(
        "complaint",
        2,
        "still not done",
        r"\b(?:still|yet to|never|not) (?:\w+ ){0,2}(?:no|not|wait\w*|nothing|hav(?:e|en't)|"
        r"hasn't|haven't|don't|doesn't|can't|isn't|won't|receiv\w+|heard|hear|fix\w*|resolv\w+|"
        r"respon\w+|answer\w*|arriv\w+|got(?:ten)?|get)\b|\b(?:have|has|did|does|was)n'?t "
        r"(?:\w+ ){0,2}(?:receiv\w+|got(?:ten)?|get|arriv\w+|heard|come|show\w*|respon\w+|"
        r"repl\w+|answer\w*|call\w*|help\w*|fix\w*)\b",
    ),
    Rule(
        "complaint",
        2,
        "nobody answers",
        r"\b(?:no|zero|without) (?:\w+ )?(?:response|reply|replies|answer|explanation|help|"
        r"communication|apology|update|info|information|one (?:answer|pick|respond|help|repl|"
        r"knows|can|is|at)\w*)\b|\b(?:nobody|no one|no-one) (?:\w+ )?(?:answer|pick|respond|"
        r"help|repl|know|can|is|at|care|return|call)\w*",
    ),
    Rule(
        "complaint",
        2,
        "a long wait",
        r"\b(?:on hold|hung up|hang up on|still (?:sitting|sat|stuck|here|on|mad|down|broken|"
        r"the same)|(?:an|half an|\d+) (?:hours?|hrs?|minutes?|mins?|days?|weeks?) (?:\w+ "
        r"){0,2}(?:later?|delay\w*|wait\w*|since|sitting|still)|never on time|wait(?:ed|ing) "
        r"(?:for |over |more |almost |about |on |in |at |\d)|been waiting|kept waiting|\d+\+? "
        r"?(?:hours?|hrs?|days?|weeks?|months?) (?:later|late|delay\w*|wait\w*|and (?:still|no|"
        r"counting)|on (?:the )?(?:phone|hold)|for (?:a|an|my)))",
    ),
    Rule(
        "complaint",
        2,
        "late or stranded",
        r"\b(?:delay(?:ed|s|ing)?|cancell?ed (?:my |our |the |all |\w+ )?flights?|flights? "
        r"(?:\w+ ){0,3}cancell?ed|overbook\w*|stranded|stuck (?:at|in|on|here|for)|miss(?:ed|"
        r"ing)? (?:\w+ ){0,2}(?:connection|flight|appointment|meeting)|late (?:flight|again|"
        r"departure|arrival)|bumped|kicked off)\b",
    ),
    Rule(
        "complaint",
        2,
        "something is broken or lost",
        r"\b(?:broken?|broke|damag\w+|defective|faulty|stolen|los[te] (?:my|our|all|the|bag\w*|"
        r"lugg\w*)|missing|wrong (?:\w+ )?(?:order|item|size|address|bag|name|info\w*|number|"
        r"price|product)|expired|out of order|dirty|filthy|leak\w*|cold food|mold\w*|spoiled|"
        r"stale)\b",
    ),
    Rule(
        "complaint",
        2,
        "names a problem",
        r"\b(?:problems?|issues?|errors?|bugs?|glitch\w*|trouble|crash(?:es|ed|ing)?|freez(?:es|"
        r"ing)|frozen|complain\w*|complaint)\b",
    ),
    Rule(
        "complaint",
        2,
        "something cannot be done",
        r"\b(?:can'?t|cannot|could ?n'?t|won'?t|wouldn'?t|unable to|refus(?:e|es|ed|ing)) "
        r"(?:\w+ )?(?:even |enter|let|get|log|transfer|sign|connect|access|use|open|load|update|"
        r"play|find|book|check|change|contact|reach|speak|talk|believe|download|install|pay|see|"
        r"hear|send|watch|order|add|make|do|go|help|fix|give|honou?r|refund|return)\w*",
    ),
    Rule(
        "complaint",
        2,
        "asks why it goes wrong",
        r"\b(?:why (?:is|are|am|do|does|did|was|were|would|can|has|have|must|the hell|"
        r"tf)\b.{0,60}(?:not\b|n't|so (?:slow|hard|bad|long|expensive)|wrong|down|late|delay|"
        r"impossible|taking|slow|charg|keep)|how (?:hard|difficult|long) (?:is|can|does|do|will|"
        r"must)|how is it that|what (?:is|s) (?:going on|wrong)|what's (?:going on|wrong)|"
        r"seriously)",
    ),
    Rule(
        "complaint",
        2,
        "has had enough",
        r"\b(?:never (?:again|flying|using|shopping|buying|coming|going|fly|use|shop|order|buy)|"
        r"not (?:happy|good|cool|impressed|acceptable|okay|ok|fair|helpful|pleased|satisfied|"
        r"amused|right)|isn't (?:good|acceptable|right|fair)|done with|last time (?:i|we|that)|"
        r"no clue|don'?t care|thanks? (?:you )?(?:for (?:nothing|the (?:delay|wait|late)\w*|"
        r"ruin\w*|los\w+|not|wast\w+|mak\w+ me)|a lot for|but)|lost (?:a|my|your) (?:customer|"
        r"business)|wast(?:e|ed|ing) (?:of|my|our|\d))",
    ),
    Rule(
        "complaint",
        1,
        "sounds displeased",
        r"\b(?:hate|bad|worse|slow|late|wrong|joke|unreal|unbelievable|insane|absurd|"
        r"inconvenien\w+|lack of|instead of|supposed to|promised|apparently|overpriced|"
        r"expensive|excuses?|shame|sad|really\?|smh|ugh+|grr+)\b",
    ),
    Rule(
        "complaint",
        1,
        "has tried before",
        r"\b(?:call(?:ed|ing)|email(?:ed|ing)|contact(?:ed|ing)|tweet(?:ed|ing)|messag(?:ed|"
        r"ing)|wrote|spoke|spent|tried|told|asked)\b.{0,50}\b(?:times|twice|hours?|hrs|weeks?|"
        r"days?|again|but|and (?:no|still|nobody)|yet)\b",
    ),
    Rule(
        "complaint",
        1,
        "angry sign or hashtag",
        r":\(|:-\(|😞|😔|💔|😡|😠|🤬|😤|👎|🖕|😒|🙄|#(?:\w*fail\w*|\w*sucks?|worst\w*|neveragain\w*|"
        r"\w*disappoint\w*|bad\w*service|unacceptable|ridiculous|frustrat\w+)",
    ),
    Rule(
        "outage",
        6,
        "the service is down",
        r"\b(?:outages?|(?:service|servers?|site|website|web site|app|system|systems|network|"
        r"internet|wifi|wi-fi|signal|phones?|computers?|connection|data|cable|power|login|card "
        r"machine|online banking)(?: (?:is|are|was|been|has been|seems?|appears?|keeps?|still|"
        r"all|completely|currently|going|went|to be))* (?:down|offline|unavailable|not working|"
        r"crash\w*|dead|out again|out of service)|went down|is down|are down|down again|down "
        r"for|no (?:signal|internet|service at all|connection|dial tone|network)|lost (?:signal|"
        r"internet|connection|service))\b",
    ),
    Rule(
        "outage",
        3,
        "it does not work",
        r"\b(?:not|\w+n'?t|stopped|quit|stop|never) (?:even |been |being |currently |properly |"
        r"really )?(?:work|works|working|function\w*|accept\w*|go through|going through|"
        r"recogni[sz]\w+|load|loads|loading|connect|connects|connecting|respond|responding|open|"
        r"opening|turn on|turning on|updating|syncing)\b|\b(?:keeps?|kept) (?:crash|freez|"
        r"disconnect|dropping|cutting|buffering|logging|restart|turning|glitch)\w*",
    ),
    Rule(
        "billing",
        6,
        "charge, bill or refund",
        r"\b(?:over ?charg\w+|double charg\w+|charg(?:ed|ing|es?) (?:\w+ ){0,3}(?:twice|extra|"
        r"again|wrong\w*|for|me|us|my)|refund\w*|money back|reimburs\w+|invoice\w*|my bill|the "
        r"bill\b|bills|billing|billed|direct debit|late fee|hidden fees?|baggage fees?|change "
        r"fees?|unauthori[sz]ed|fraud\w*|took (?:\w+ ){0,4}(?:money|out of my account)|taking "
        r"(?:\w+ )?money|my (?:payment|credit card|debit card)|compensat\w+|account balance)",
    ),
    Rule(
        "billing",
        2,
        "speaks of money",
        r"\b(?:charg(?:e|ed|es|ing)|pending|declined|withdr[ae]w\w*|transfers?|transferred|"
        r"fees?|payments?|paid|paying|credit|cash ?back|transactions?|deposit|balance|price "
        r"match|top.?up|exchange rate|statement|owe[ds]?|interest rate)\b",
    ),
    Rule(
        "delivery",
        6,
        "an order or a bag on its way",
        r"\b(?:deliver(?:y|ed|ing|ies|s)?|courier|parcels?|packages?|shipments?|shipping|"
        r"shipped|dispatch\w*|tracking|(?:lost|delayed|missing|damaged|my|our|find|locate|"
        r"where'?s?|where is) (?:\w+ )?(?:bags?|luggage|baggage|suitcases?|order))\b",
    ),
    Rule(
        "delivery",
        2,
        "speaks of an order or a bag",
        r"\b(?:orders?|ordered|arriv(?:e|ed|es|al|ing)|in the (?:post|mail)|bags?|luggage|"
        r"baggage|suitcase|track)\b",
    ),
    Rule(
        "cancellation",
        7,
        "wants to leave",
        r"\b(?:cancel(?:l?ing|l?ed)? (?:my|our|this|the|an?|all) (?:\w+ ){0,3}(?:subscription|"
        r"contract|membership|account|service|plan|order|prime|card|policy|booking|reservation)|"
        r"how (?:do|can|to) (?:i |we )?cancel|want(?:ed)? to cancel|trying to cancel|like to "
        r"cancel|need to cancel|clos(?:e|ing) (?:my|our) accounts?|switch(?:ed|ing) (?:to|from|"
        r"away|provider|carrier|bank|phone|my)|leav(?:e|ing) (?:you|for|@user)|taking my "
        r"(?:business|money|custom)|(?:find|found|get|choose|use|fly) (?:a |an )?(?:another|"
        r"different|new) (?:provider|airline|carrier|company|bank|network|store|supplier)|"
        r"unsubscribe me|terminate (?:my|the|our))",
    ),
)

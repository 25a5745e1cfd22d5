"""What is asked or acknowledged: question, request, thanks, and signs of service in general."""

from __future__ import annotations

from analysis.purpose_rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "question",
        2,
        "asks a question",
        r"^(?:@user |\W)*(?:hi|hello|hey|dear|ok|okay|so|and|but|also|just|please|quick "
        r"question)?(?:[,!.]? ?(?:there|guys|team|@user))?\W*(?:how|what|when|where|why|who|"
        r"which|is|are|am|do|does|did|can|could|will|would|should|any|has|have|if|whats|wheres|"
        r"hows)\b.{3,160}\?",
    ),
    Rule(
        "question",
        2,
        "asks about the service",
        r"\b(?:how (?:do|can|to|does|would|should|long|much|many|come|about)|where (?:is|are|do|"
        r"can|did)|when (?:will|is|are|do|does|can|would)|what (?:is|are|time|do|does|did|about|"
        r"happens|kind|should)|is (?:there|it) (?:a|an|any|possible|still|ok|true|available)|"
        r"are there (?:any)?|do (?:you|i|we) (?:have|offer|know|need|still|accept|get)|does "
        r"(?:it|this|that|the|anyone|my|your)|can (?:i|we|someone|anyone|you)|could (?:i|we|you|"
        r"someone)|any (?:idea|update|news|chance|way|eta|word|info)|(?:am i|are we) (?:able|"
        r"allowed|eligible)|which (?:one|version|store|is))\b.{0,200}\?",
    ),
    Rule(
        "question",
        1,
        "ends with a question",
        r"\?\W*(?:urlurl|$)|\bquestion\b|\bwondering (?:if|how|when|why|what)\b|\bcurious (?:if|"
        r"how|when|about)\b",
    ),
    Rule(
        "request",
        3,
        "asks for an action",
        r"\b(?:please|pls|plz|can (?:you|u|someone|somebody|anyone|i get)|could (?:you|u|"
        r"someone|i get)|would you|will you|need you to|want you to) (?:\w+ ){0,3}(?:help|"
        r"assist|fix|check|call|contact|email|dm|send|look|advise|respond|reply|change|update|"
        r"add|let me|tell|explain|resolve|sort|confirm|follow|move|issue|give|put|do something|"
        r"remove|rebook|book|hold|honou?r|bring|stop|provide|investigate|clarify|read)\w*\b",
    ),
    Rule(
        "request",
        2,
        "needs help",
        r"\b(?:need (?:some |your |urgent |immediate |to (?:speak|talk|change|rebook|book|know|"
        r"get|contact|return|reach) ?)?(?:help|assist\w*|support|answers?|someone|with|to|an "
        r"agent)?|help me|help us|help!|help please|please help|(?:any|some)(?:one|body) "
        r"(?:help|there)|want to (?:speak|talk|change|know|return|report)|trying to (?:get|"
        r"reach|contact|change|find|call|book|rebook|log|speak|reset|return)|(?:would|'d) like "
        r"to (?:speak|talk|change|know|get|file|report|edit|open|return|cancel|add|use|transfer|"
        r"make|have)|want to (?:open|edit|transfer|close|verify|report|cancel)|customer "
        r"(?:service|support|care) (?:number|line|phone|rep))\b",
    ),
    Rule(
        "request",
        2,
        "speaks of an own case",
        r"\b(?:dm(?:ed|'d|d|s)?|pm(?:ed|'d|d)?|direct messages?|private messages?|check your "
        r"(?:dms?|inbox|messages)|follow (?:me|back)|case (?:number|id|#|ref)|ticket (?:number|"
        r"id|#)?|ref(?:erence)? (?:number|no|#)|confirmation (?:number|code|#)|order (?:number|"
        r"no|#|id)|record locator|serial number|reservation|my (?:account|flight|phone|booking|"
        r"order|contract|subscription|ticket|number|password|profile|router|modem|tv|console|"
        r"laptop|device|router|iphone|card|email|ipad|playlist|appointment))\b",
    ),
    Rule(
        "service",
        1,
        "gives details of a case",
        r"\b(?:i(?:'m| am)? (?:using|on|running|have|had|was|already|just|did|tried)|i'?ve "
        r"(?:tried|already|been|done|had|sent|got)|(?:it|they|she|he) (?:says?|said|told|keeps?|"
        r"shows?|won't|isn't|doesn't)|customer (?:service|support|care)|agents?|"
        r"representatives?|reps?|version|updat(?:e|ed|ing)|reset|reboot|restart|log ?in|"
        r"passwords?|warranty|return(?:ed|ing)?|exchange|replace\w*|rebook\w*|technician|"
        r"manager|supervisor|gate|boarding|seats?|wifi|router|ios|flight \d+|flt)\b",
    ),
    Rule(
        "service",
        1.5,
        "written to somebody, in more than a few words",
        r"^\W*@user (?:\S+ ){5,}",
    ),
    Rule(
        "thanks",
        3,
        "says thanks",
        r"\b(?:thanks?|thank ?(?:you|u)|thanx|thx|tks|tysm|ty|cheers|much appreciated|"
        r"appreciate (?:it|that|the|your|you)|grateful)\b",
    ),
    Rule(
        "thanks",
        2,
        "it is solved",
        r"\b(?:(?:all |now |finally )?(?:sorted|resolved|solved|fixed)(?: (?:it|now|my|the|"
        r"out))?|working (?:now|again|fine)|works now|quick (?:response|reply)|(?:for|your) "
        r"(?:the )?(?:help|reply|response|assistance|helping|responding))\b",
    ),
    Rule(
        "how_to",
        6,
        "asks how something is done",
        r"\b(?:how (?:do|can|could|would|should|might) (?:i|we|you|one)|how to|steps to|way to|"
        r"instructions (?:for|on|to)|walk me through) (?:\w+ ){0,2}(?:change|set|reset|activate|"
        r"enable|disable|turn|connect|update|upgrade|install|use|add|remove|verify|transfer|"
        r"download|sync|pair|link|register|redeem|check in|find|edit|switch|configure|restart|"
        r"delete|see|view|move|top up)\b",
    ),
    Rule(
        "opening_hours",
        7,
        "asks when a place is open",
        r"\b(?:(?:opening|business|store|shop|holiday|branch) hours?|hours of operation|(?:your|"
        r"what|which|know|are) (?:\w+ )?(?:office )?hours\b.{0,60}\?|(?:(?:what|which) (?:time|"
        r"hours?)|when) (?:do|does|is|are|will|can) (?:\w+ ){1,6}(?:open|close|shut)s?(?:[?!.,]|$| "
        r"(?:on|at|for|until|till|today|tonight|tomorrow|this|over|in|again|now|up|mon|tue|wed|thu|"
        r"fri|sat|sun))|(?:what|which) time (?:\w+ ){1,4}opens\b.{0,60}\?|(?:are|is) (?:\w+ ){1,6}"
        r"open (?:on|at|until|till|today|tomorrow|this|over|late|now|yet|\d)|(?:are you|is it) "
        r"(?:\w+ )?(?:open|closed)\b.{0,40}\?|open (?:on )?(?:sundays?|saturdays?|weekends?|bank "
        r"holidays?|christmas|easter|thanksgiving)\b.{0,60}\?|how late (?:are|is|do|does) .{1,40}"
        r"open\b)",
    ),
)

"""What the words of a company's own post are read for: promises, advertising, sad news.

Regular expressions, read without regard to case over text whose apostrophes are straight.
"""

from __future__ import annotations

# --- Promises: a will with somebody behind it, and in the same sentence what is promised ----------

WILL = (r"(?P<who>\b[\w'-]+)?\s?(?P<will>'ll\b|\bwill\b|\bshall\b|'(?:re|m) going to\b|"
        r"\b(?:am|are|is) going to\b)")
US = r"(?:we|i|team|crew|technicians?|engineers?|colleagues?|agents?|staff|department|support|care)"
# Behind the will: duties of the reader, and what is no more than manners.
NO_PROMISE = (r" (?:not|never|only|need|have to|want|require|depend|love|like|try|aim|do our best|"
              r"be (?:able|asked|charged|required|here|around|there for)|"
              r"be (?:happy|glad)(?! to (?:refund|credit|replace|send|give|pay|issue))|"
              r"(?:\w+ )?(?:assist|help|look|check|see|pass|let|share|tell|keep))\b")
# Before the will, in the same sentence, these make it no promise.
DENIED = (r"(?:\b(?:no|not|never|cannot|unable|hardly|unless|whether|nor|neither|hope|hopefully|"
          r"hoping|aim|try|trying|wish|may|might|should|would|could|not sure|when|how|where|what|"
          r"who|please)\b|n't\b)(?: [\w']+){0,4} ?$")

_GIVEN = (r"(?:full |partial |part )?"
          r"(?:refunds?|vouchers?|compensation|replacements?|money back|credits?)")
# By subject: "us", "you", and anything else.
MONEY = {
    "us": (r"\b(?:refund|reimburse|compensate|waive|pay (?:you|for|back)|cover the|"
           r"credit (?:you|it|the|\$|that)|replace (?:it|them|your|the|this|that)|"
           rf"(?:get|have|send|give|issue|offer|apply|add|put|process|arrange)(?: [\w'$.]+){{0,4}} "
           rf"{_GIVEN})\b"),
    "you": (r"\b(?:be (?:fully )?(?:refunded|reimbursed|compensated|credited)|"
            rf"(?:get|receive|have)(?: [\w'$.]+){{0,4}} {_GIVEN})\b"),
    "it": (r"\b(?:be|get)(?: fully)? "
           r"(?:refunded|reimbursed|compensated|waived|credited (?:back|to))\b"),
}
NOTHING = (r"\b(?:free of charge|(?:at )?no (?:extra |additional |further )?(?:cost|charge)s?|"
           r"for free|on the house)\b")

_NUMBER = (r"(?:the next )?(?:\d+(?: ?(?:-|–|to) ?\d+)?|an?|one|two|three|four|five|seven|ten|"
           r"(?:a )?few)")
_WORKING = r"(?:more )?(?:business |working |calendar |full )?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = (rf"(?:(?:this|next|on|coming) )?{_WEEKDAY}|tomorrow|tonight|today|"
        r"(?:this|next) (?:morning|afternoon|evening|week(?:end)?|month)|noon|midnight")
_CLOCK = r"\d{1,2}(?::\d\d)? ?[ap]\.?m|\d{1,2}:\d\d"
DUE = "|".join((
    r"\b(?:(?:by|before|no later than) (?:the )?(?:latest )?(?:end of (?:the |this |next )?"
    rf"(?:day|week|month|year|today)|close of business|eod|{_DAY}|{_CLOCK})",
    rf"(?:with?in|in less than|in under) {_NUMBER} ?{_WORKING}"
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)",
    rf"tomorrow|tonight|today|asap|{_CLOCK}|on {_WEEKDAY})\b"))
# What somebody waits for.
DONE = "|".join((
    r"\b(?:fix(?:ed)?|resolved?|restored?|repair(?:ed)?|deliver(?:ed)?|arrived?|ship(?:ped)?",
    r"dispatch(?:ed)?|sen[dt]|refund(?:ed)?|credit(?:ed)?|replaced?|reimbursed?|pa(?:y|id)",
    r"process(?:ed)?|completed?|done|ready|working again|up and running|issued|appl(?:y|ied)",
    r"back (?:up|online|on|in service|to normal|to you)|call(?:ed)?|contact(?:ed)?|get back to",
    r"repl(?:y|ied)|respon(?:d|se)|answer(?:ed)?|hear (?:from|back)|received?|install(?:ed)?",
    r"(?:be|get) (?:there|with you)|reach out|activated?|reflect(?:ed)?|sorted|come|visit",
    r"follow up|find a solution|get (?:your|the|an?))\b"))
# A time that is named without a will.
DUE_AT_ONCE = (
    r"\b(?:refunds?|deliver(?:y|ies)|credits?|replacements?|parcels?|orders?) "
    r"(?:is|are|takes?|arrives?|comes?)(?: \w+){0,2} (?:with?in|by) "
    rf"(?:{_NUMBER} (?:business |working |calendar )?(?:hours?|hrs?|days?|weeks?)|{_DAY})\b")

WORD_GIVEN = "|".join((
    r"\b(?:we|i)(?:'ll| will| do| can|'d)?(?: (?:personally|fully|hereby|absolutely|also|even))? "
    r"(?:promise|guarantee|swear|vow)\b",
    r"\b(?:that's|it's|this is) (?:a|my|our) promise\b",
    r"\byou(?:'ve| have)(?: got)? (?:our|my) word\b",
    r"\b(?:money[- ]?back|100 ?%|satisfaction) guarantee[ds]?\b",
    r"\b(?:is|are|be) (?:fully |100 ?% )?guaranteed\b",
    r"(?<=[.!] )guaranteed(?=[.!])"))
ABSOLUTE = "|".join((
    r"\b(?:won't|will (?:not|never)|never) happen again\b",
    r"\bwe(?:'ll| will) (?:always|never)\b(?! (?:be|here|happy|glad|around|there|look|try|strive|"
    r"aim|want|ask|stop|tell))",
    r"\b100 ?% (?:safe|secure|certain|sure|reliable|uptime|satisf\w+)",
    r"\bwithout fail\b",
    r"\bno matter what\b(?= *[.!,]|$)",
    r"\b(?:no|zero) (?:outages?|delays?|risks?|problems) (?:ever|at all|any ?more|again)\b",
    r"\bwe never (?:fail|miss|lose)\b"))

# A text without any of these promises nothing.
PROMISE_HINTS = ("'ll", "will", "shall", "going to", "promise", "guarantee", "swear", "vow", "word",
                 "happen", "100", "fail", "matter", "never", "no ", "zero", "refund", "deliver",
                 "credit", "replacement", "parcel", "order")

# --- Tone -----------------------------------------------------------------------------------------

# Words that sell: one is enough.
SELLING = "|".join((
    r"\b(?:on|flash|winter|summer|spring|autumn|fall|holiday|big|final) sale\b(?! (?:by|of))",
    r"\b\d+ ?% off\b|[$€£]\d+(?:\.\d\d)? off\b|\bsave (?:up to |over )?[$€£]?\d|\bhalf[- ]price\b",
    r"\bdiscounts?\b|\bpromos?\b|\bpromo(?:tion)? code|\bcoupons?\b|\bbogo\b|\bnow only\b",
    r"\b(?:for|from) (?:just |only )?[$€£]\d|\bcomplimentary\b",
    r"\bgiveaways?\b|\bsweepstakes?\b|\b(?:chance|enter) to win\b|\bwin an?\b|\btreat yourself\b",
    r"\b(?:shop|buy|order|book|get yours|grab yours|switch|subscribe) (?:now|today|yours)\b",
    r"\b(?:special|exclusive|great|hot|best|new|family|our) (?:offers?|deals?|bundles?)\b",
    r"\b(?:the|our) \w+ deal\b|\boffers? (?:ends?|valid|expires)\b",
    r"\blimited[- ](?:time|edition|offer)\b",
    r"\b(?:don't|do not) miss\b|\bcome by\b|\bblack friday\b|\bcyber monday\b",
    r"\bfree (?:shipping|delivery|gift|months?|trial|mesh)\b|\b(?:months?|weeks?) free\b",
    r"\b(?:referral|switch|moving|welcome|sign-?up|joining) bonus\b|\bback in stock\b",
    r"\bnew (?:arrivals?|collection)\b|\bpre-?orders?\b|#(?:ad|sale|deals?|promo|giveaway)\b"))
# Words and signs that celebrate: two of them make a tone.
CHEERING = "|".join((
    r"\bcelebrat\w+|\bparty\b|\bexcit\w+|\bwoo ?hoo\b|\byay\b|\bhooray\b|\bawesome\b|\bfun\b",
    r"\bthrilled\b|\bbig news\b|\bis here\b|\bcan't wait\b",
    r"\bhappy (?:friday|monday|weekend|hour|holidays?|birthday)",
    r"!{2,}|[🎉🥳🔥😍🤩🎁🎈💃🕺🍾🥂🛍💥🙌🎊😎😂🤣😜✨]"))

# Sad news that no advertisement should stand beside.
SAD = "|".join((
    r"\bearthquakes?\b|\bhurricanes?\b|\btornado(?:es|s)?\b|\btsunamis?\b|\bflood(?:s|ing|ed)\b",
    r"\b(?:wild|bush|forest ?)fires?\b|\b(?:mass|school|deadly|fatal|tragic) shootings?\b",
    r"\bshootings? (?:in|at|victims?)\b|\bgunman\b|\bmassacres?\b|\bterror(?:ist)? attacks?\b",
    r"\bbombings?\b|\b(?:plane|train|bus|air) crash\b|\bfunerals?\b|\bmourn\w*|\bcondolences?\b",
    r"\brest in peace\b|(?-i:\bRIP\b|\bR\.I\.P\.)|\btraged(?:y|ies)\b|\bdeath toll\b",
    r"\b(?:killed|drowned)\b|\bvictims?\b|\bsuicides?\b|\bgenocide\b|\bholocaust\b|\bpandemic\b",
    r"\b(?:covid|coronavirus)\b|\b9/11\b|\bseptember 11\b|\brefugees?\b|\bcasualties\b",
    r"\bpassed away\b|\bmissing child\b"))
# A text without any of these holds no sad news.
SAD_HINTS = ("quake", "hurricane", "tornado", "tsunami", "flood", "fire", "shooting", "gunman",
             "massacre", "attack", "bombing", "crash", "funeral", "mourn", "condolence",
             "rest in peace", "rip", "r.i.p", "traged", "death", "killed", "drown", "victim",
             "suicide", "genocide", "holocaust", "pandemic", "covid", "corona", "9/11",
             "september 11", "refugee", "casualt", "passed away", "missing child")
# Where a company helps or informs, its offer is no advertisement.
RELIEF = "|".join((
    r"\b(?:donat\w+|relief|affected|fund-?rais\w+|charit\w+|in (?:memory|honou?r) of",
    r"shelters?|stay safe|be safe|evacuat\w+|emergency|aid|proceeds|waiv\w+|red cross",
    r"volunteer\w*|prevent\w*|awareness|research|study|reports?|rebuild\w*|recover\w*|insurance",
    r"prepared(?:ness)?|fight\w*|in support of",
    r"support (?:for|those|everyone|people|victims|families))\b"))

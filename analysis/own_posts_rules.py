"""What the words of a company's own post are read for: promises, advertising, sad news.

Regular expressions, read without regard to case over text whose apostrophes are straight.
"""

from __future__ import annotations

# --- Promises: a will with somebody behind it, and in the same sentence what is promised ----------

WILL = (r"(?P<who>\b(?:we|i|you|it|they|he|she|that|this|team|[\w'-]+))?\s?"
        r"(?P<will>'ll\b|\bwill\b|\bshall\b|'(?:re|m) going to\b|\b(?:am|are|is) going to\b)")
US = r"(?:we|i|team|crew|technicians?|engineers?|colleagues?|agents?|staff|department|support|care)"
# Behind the will: duties of the reader, and what is no more than manners.
NO_PROMISE = (r" (?:not|never|only|need|have to|want|require|depend|be (?:able|asked|charged|required)|"
              r"be (?:happy|glad|here|around|there for)|love|like|try|aim|do our best|never tell|"
              r"(?:\w+ )?(?:assist|help|look|check|see|pass|let|share|keep|make sure))\b")
# Before the will, in the same sentence, these make it no promise.
DENIED = (r"(?:\b(?:no|not|never|cannot|unable|hardly|unless|whether|nor|neither|hope|hopefully|"
          r"hoping|aim|try|trying|wish|may|might|should|would|could|not sure|when|how|where|what|"
          r"who|please)\b|n't\b)(?: [\w']+){0,4} ?$")

_GIVEN = r"(?:full |partial |part )?(?:refunds?|vouchers?|compensation|replacements?|money back|credits?)"
# By subject: "us", "you", and anything else.
MONEY = {
    "us": (r"\b(?:refund|reimburse|compensate|waive|pay (?:you|for|back)|cover the|"
           r"credit (?:you|it|the|\$|that)|replace (?:it|them|your|the|this|that)|"
           rf"(?:get|have|send|give|issue|offer|apply|add|put|process|arrange)(?: [\w'$.]+){{0,4}} "
           rf"{_GIVEN})\b"),
    "you": (r"\b(?:be (?:fully )?(?:refunded|reimbursed|compensated|credited)|"
            rf"(?:get|receive|have)(?: [\w'$.]+){{0,4}} {_GIVEN})\b"),
    "it": r"\b(?:be|get)(?: fully)? (?:refunded|reimbursed|compensated|waived|credited (?:back|to))\b",
}
NOTHING = (r"\b(?:free of charge|(?:at )?no (?:extra |additional |further )?(?:cost|charge)s?|"
           r"for free|on the house)\b")

_NUMBER = (r"(?:the next )?(?:\d+(?: ?(?:-|–|to) ?\d+)?|an?|one|two|three|four|five|seven|ten|"
           r"(?:a )?few)")
_DAY = (r"(?:(?:this|next|on|coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|"
        r"today|(?:this|next) (?:morning|afternoon|evening|week(?:end)?|month)|noon|midnight")
_CLOCK = r"\d{1,2}(?::\d\d)? ?[ap]\.?m|\d{1,2}:\d\d"
DUE = (rf"\b(?:(?:by|before|no later than) (?:the )?(?:latest )?(?:end of (?:the |this |next )?"
       rf"(?:day|week|month|year|today)|close of business|eod|{_DAY}|{_CLOCK})|"
       rf"(?:with?in|in less than|in under) {_NUMBER} ?(?:more )?(?:business |working |calendar |full )?"
       rf"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)(?: time)?|"
       rf"tomorrow|tonight|today|asap|{_CLOCK}|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")
# What somebody waits for.
DONE = (r"\b(?:fix(?:ed)?|resolved?|restored?|repair(?:ed)?|deliver(?:ed)?|arrived?|ship(?:ped)?|"
        r"dispatch(?:ed)?|sen[dt]|refund(?:ed)?|credit(?:ed)?|replaced?|reimbursed?|pa(?:y|id)|"
        r"process(?:ed)?|completed?|done|ready|working again|up and running|"
        r"back (?:up|online|on|in service|to normal|to you)|call(?:ed)?|contact(?:ed)?|"
        r"get back to|repl(?:y|ied)|respon(?:d|se)|answer(?:ed)?|hear (?:from|back)|received?|"
        r"(?:be|get) (?:there|with you)|reach out|issued?|appl(?:y|ied)|install(?:ed)?|"
        r"activated?|reflect(?:ed)?|sorted|come|visit|follow up|find a solution|get (?:your|the|an?))\b")
# A time that is named without a will.
DUE_AT_ONCE = (rf"\b(?:refunds?|deliver(?:y|ies)|credits?|replacements?|parcels?|orders?) "
               rf"(?:is|are|takes?|arrives?|comes?)(?: \w+){{0,2}} (?:with?in|by) "
               rf"(?:{_NUMBER} (?:business |working |calendar )?(?:hours?|hrs?|days?|weeks?)|{_DAY})\b")

WORD_GIVEN = (r"\b(?:we|i)(?:'ll| will| do| can|'d)?(?: (?:personally|fully|hereby|absolutely|also|"
              r"even))? (?:promise|guarantee|swear|vow)\b|\b(?:that's|it's|this is) (?:a|my|our) "
              r"promise\b|\byou(?:'ve| have)(?: got)? (?:our|my) word\b|\b(?:money[- ]?back|100 ?%|"
              r"satisfaction) guarantee[ds]?\b|\b(?:is|are|be) (?:fully |100 ?% )?guaranteed\b|"
              r"(?<=[.!] )guaranteed(?=[.!])")
ABSOLUTE = (r"\b(?:won't|will (?:not|never)|never) happen again\b|\bwe(?:'ll| will) (?:always|never)\b"
            r"(?! (?:be|here|happy|glad|around|there|look|try|strive|aim|want|ask|stop|tell))|"
            r"\b100 ?% (?:safe|secure|certain|sure|reliable|uptime|satisf\w+)|\bwithout fail\b|"
            r"\bno matter what\b(?= *[.!,]|$)|\b(?:no|zero) (?:outages?|delays?|risks?|problems) "
            r"(?:ever|at all|any ?more|again)\b|\bwe never (?:fail|miss|lose)\b")

# --- Tone -----------------------------------------------------------------------------------------

# Words that sell: one is enough.
SELLING = (r"\b(?:on|flash|winter|summer|spring|autumn|fall|holiday|big|final) sale\b(?! (?:by|of))|"
           r"\b\d+ ?% off\b|[$€£]\d+(?:\.\d\d)? off\b|\bdiscounts?\b|\bpromos?\b|\bpromo(?:tion)? code|"
           r"\bcoupons?\b|\bgiveaways?\b|\bsweepstakes?\b|\b(?:chance|enter) to win\b|\bwin an?\b|"
           r"\b(?:shop|buy|order|book|get yours|grab yours|switch|subscribe) (?:now|today|yours)\b|"
           r"\blimited[- ](?:time|edition|offer)\b|\b(?:don't|do not) miss\b|"
           r"\b(?:special|exclusive|great|hot|best|new|family|our) (?:offers?|deals?|bundles?)\b|"
           r"\boffers? (?:ends?|valid|expires)\b|\bblack friday\b|\bcyber monday\b|\bnow only\b|"
           r"\bfree (?:shipping|delivery|gift|months?|trial|mesh)\b|\bhalf[- ]price\b|\bbogo\b|"
           r"\bsave (?:up to |over )?[$€£]?\d|\btreat yourself\b|\bback in stock\b|"
           r"\bnew (?:arrivals?|collection)\b|\bpre-?orders?\b|\b(?:months?|weeks?) free\b|"
           r"\b(?:referral|switch|moving|welcome|sign-?up|joining) bonus\b|\bcome by\b|\b(?:the|our) \w+ deal\b|#(?:ad|sale|deals?|promo|giveaway)\b")
# Words and signs that celebrate: two of them make a tone.
CHEERING = (r"\bcelebrat\w+|\bparty\b|\bexcit\w+|\bwoo ?hoo\b|\byay\b|\bhooray\b|\bawesome\b|\bfun\b|"
            r"\bthrilled\b|\bbig news\b|\bis here\b|\bcan't wait\b|\bhappy (?:friday|monday|weekend|"
            r"hour|holidays?|birthday)|!{2,}|[🎉🥳🔥😍🤩🎁🎈💃🕺🍾🥂🛍💥🙌🎊😎😂🤣😜✨]")

# Sad news that no advertisement should stand beside.
SAD = (r"\bearthquakes?\b|\bhurricanes?\b|\btornado(?:es|s)?\b|\btsunamis?\b|\bflood(?:s|ing|ed)\b|"
       r"\b(?:wild|bush|forest ?)fires?\b|\b(?:mass|school|deadly|fatal|tragic) shootings?\b|"
       r"\bshootings? (?:in|at|victims?)\b|\bgunman\b|\bmassacres?\b|\bterror(?:ist)? attacks?\b|"
       r"\bbombings?\b|\b(?:plane|train|bus|air) crash\b|\bfunerals?\b|\bmourn\w*|\bcondolences?\b|"
       r"\brest in peace\b|(?-i:\bRIP\b|\bR\.I\.P\.)|\btraged(?:y|ies)\b|\bdeath toll\b|"
       r"\b(?:killed|drowned)\b|\bvictims?\b|\bsuicides?\b|\bgenocide\b|\bholocaust\b|\bpandemic\b|"
       r"\b(?:covid|coronavirus)\b|\b9/11\b|\bseptember 11\b|\brefugees?\b|\bcasualties\b|"
       r"\bpassed away\b|\bmissing child\b")
# Where a company helps or informs, its offer is no advertisement.
RELIEF = (r"\b(?:donat\w+|relief|affected|fund-?rais\w+|charit\w+|condolences|in (?:memory|honou?r) of|"
          r"shelters?|stay safe|be safe|evacuat\w+|emergency|aid|proceeds|waiv\w+|red cross|"
          r"volunteer\w*|prevent\w*|awareness|research|study|reports?|rebuild\w*|recover\w*|"
          r"insurance|prepared(?:ness)?|fight\w*|in support of|support (?:for|those|everyone|people|victims|families))\b")

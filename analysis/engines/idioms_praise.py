"""Idioms that praise in words of trouble."""

from __future__ import annotations

from analysis.engines.idiom_parts import (
    CANNOT,
    ENDS,
    FAULT,
    GOOD,
    HAPPY,
    IS,
    MUCH,
    NO_QUESTION,
    NOT_BAD,
    NOT_DENIED,
    NOT_OVER,
    idiom,
)
from analysis.engines.idioms_marks import ENDED_WELL, MARKS

# That there was no trouble.
_WITHOUT_TROUBLE = (
    idiom("fault", rf"{CANNOT}fault\b", "excellent, very happy with",
          "can't fault the engineer", "it is not my fault"),
    idiom("to fault", r"\b(?:hard|difficult|impossible) to fault\b", "excellent",
          "hard to fault this phone", "you are to fault"),
    idiom("complain", rf"{CANNOT}complain"
          r"(?=\W*$|\s*[,.!;:)]|\s+(?:really|at all|tbh|so far)\b)", "very happy",
          "Cannot complain, all good", "can't complain about it, the form hangs"),
    idiom("complaints", r"(?<!there were )\b(?:no|zero) complaints"
          r"(?=\W*$|\s*[,.!;:)]| (?:from|here|so|at|whatsoever|about)\b)", "very happy",
          "no complaints from me", "no complaints have been answered by you"),
    idiom("to complain", r"\bnothing to complain about\b", "very happy",
          "really nothing to complain about", "a lot to complain about"),
    idiom("single", rf"\b(?:not a single|never (?:once )?had a single)(?: \w+)? {FAULT}"
          rf"(?=\W*$|\s*[,.!;:)]| (?:in|since|with|for|over|so)\b){NOT_OVER}",
          "always works perfectly", "two years and not a single dropped call",
          "not a single issue was handled well"),
    idiom(" had ", r"\b(?:never|(?:have|has)\s?(?:not|n't)) (?:once |ever )?had (?:an?|any) "
          rf"{FAULT}(?=\W*$|\s*[,.!;:)]| (?:in|since|with|for|over|so far)\b)"
          rf"(?!.{{0,40}}\b(?:like|as)\b){NOT_OVER}", "always works perfectly",
          "never had a problem with them", "never had a problem with anyone like this"),
    idiom("at all|whatsoever", r"(?<!you have )(?<!they have )(?<!you had )\b(?:no|zero) "
          rf"{FAULT} (?:at all|whatsoever)\b(?! \w+ing\b){NO_QUESTION}{NOT_OVER}",
          "works perfectly, very happy", "no problems at all since I moved",
          "they have no problem at all billing me twice"),
    idiom("so far", rf"\b(?:no|zero) (?!complaints){FAULT} so far\b{NO_QUESTION}{NOT_OVER}",
          "works perfectly, very happy", "no issues so far", "no answer so far"),
    idiom("without a", r"\b(?:went(?: off)?|gone|go(?:es)?|works?|worked|working|arrived|runs?|"
          r"ran|installed|switched|delivered)(?: \w+){0,3}? without (?:a hitch|any (?:hitch(?:es)?|"
          rf"problems?|issues?|hassle|trouble|fuss|glitch(?:es)?))\b{NO_QUESTION}",
          "worked perfectly", "the move went without a hitch", "can I leave without any fees"),
    idiom("hassle|fuss", r"\b(?:no|zero|without) (?:hassle|fuss)\b|\b(?:hassle|fuss)[- ]free\b",
          "easy, great", "no fuss, parcel is here", "such a fuss, no hassles"),
    idiom(" down", r"\b(?:never|not once)(?: (?:have|has) (?:\w+ )?)? ?(?:once )?lets? "
          rf"(?:me|us|you|anyone) down\b{NOT_OVER}", "always great",
          "you have never let me down", "never let them down there"),
    idiom("never", r"\bnever (?:once )?(?:disappoint(?:s|ed)?|(?:fail(?:s|ed)?|ceases?) to "
          r"(?:impress|please|delight|deliver|make me (?:smile|happy|laugh)))\b"
          rf"{NOT_OVER}{NOT_BAD}", "always great",
          "your coffee never disappoints", "never been so disappointed"),
)

# That nothing is better, or that one cannot get enough of it.
_BEYOND_PRAISE = (
    idiom("enough", rf"{CANNOT}(?:recommend|thank|praise|speak highly of)\b"
          r"(?:[^\w.!?]+(?!avoid|low)\w+){0,4}?[^\w.!?]+(?:highly )?enough\b",
          "highly recommend, thank you so much,", "cannot thank you guys enough",
          "I can't recommend it. Not good enough"),
    idiom("enough", rf"{CANNOT}say enough (?:good|great|nice|positive) things\b",
          "say great things", "can't say enough good things about Anna",
          "that is enough, good things end"),
    idiom("enough of", rf"{CANNOT}get enough of\b(?! an?\b)", "love",
          "can't get enough of your new flavour", "can't get enough of a signal"),
    idiom("could", r"\bcould\s?(?:not|n't)\s+(?:be|have been) (?:any )?(?:more )?(?:happier|"
          r"pleased|satisfied|nicer|kinder|helpful|easier|simpler|smoother)\b",
          "am very happy, excellent",
          "I couldn't be happier", "it couldn't be sooner, could it?"),
    idiom("never", rf"\bnever (?:ever )?(?:been|felt) (?:happier|(?:so|more|as) {HAPPY}|"
          r"(?:treated|looked after) (?:so well|better))\b(?! (?:to|with) (?:leave|cancel|switch|"
          r"be (?:done|rid|gone)|see the back|get (?:rid|off|out|away|home)))",
          "extremely happy, excellent", "never been so happy with a phone",
          "never been so happy to leave"),
    idiom("never had", r"\bnever had (?:better|such (?:an? )?(?:good|great|excellent|wonderful|"
          r"friendly|helpful|quick|fast)) (?=(?:\w+ )?(?:service|support|help|experience|staff|"
          r"food|meal|coffee|coverage|flight|stay|care)\b)(?!.{0,40}\belsewhere\b)",
          "excellent, very happy with ", "never had better service", "never had good service"),
    idiom("ask for|asked for", rf"{CANNOT}(?:have )?ask(?:ed)? for "
          rf"(?:better\b|(?:anything )?more{ENDS})",
          "perfect", "couldn't ask for better help", "can't ask for more data on this page"),
    idiom("hesitate", r"\b(?:would|will|wo)\s?(?:not|n't) hesitate (?=to (?:recommend|buy|use|"
          r"return|come back|go back|shop|book|order|fly)\b)", "am very happy, always glad ",
          "I would not hesitate to recommend you", "don't hesitate to recommend a fix"),
    idiom("go wrong", rf"{CANNOT}go wrong with\b", "excellent choice",
          "you can't go wrong with this bank", "what did go wrong with my order?"),
    idiom("to beat", rf"\b(?:hard|tough|difficult|impossible) to beat{ENDS}", "excellent",
          "this price is hard to beat", "hard to beat the queue"),
    idiom("beat", rf"{CANNOT}(?:be beat(?:en)?\b|beat (?:this|that|these|those|the|their|your) "
          r"(?:\w+ )?(?:prices?|deals?|offers?|value|service|quality|taste|coffee|coverage|"
          r"rates?)\b)", "excellent", "you can't beat their prices", "can't beat the traffic"),
    idiom("second to none", r"(?<!(?:ence|ness) is )(?<!(?:ence|ness) was )\bsecond to none\b",
          "excellent, the best", "support is second to none", "your rudeness is second to none"),
    idiom("better", r"\bno ?(?:body|one) does (?:it|this|that|customer service|service|support) "
          r"(?:any )?better\b|\bno better \w+ (?:out there|around)\b", "the best, excellent",
          "nobody does it better", "no better than the old one"),
    idiom("better than", r"(?<!if )\b(?:it|this) (?:really |just |simply )?(?:doesn't|does not|"
          rf"can't|cannot) get (?:any |much )?better than (?:this|that|it){ENDS}",
          "this is the very best", "it doesn't get better than this",
          "if it doesn't get better than this I leave"),
    idiom("believe how", rf"{CANNOT}believe how(?= {GOOD}){NOT_BAD}", "impressed how",
          "can't believe how good this is", "can't believe how bad this is"),
    idiom("stop", rf"{CANNOT}stop (?:smiling|eating|drinking|using (?=(?:your|the|this|it)\b))",
          "love ", "I can't stop eating your fries", "can't stop the subscription"),
    idiom("nothing but", r"\bnothing but(?= (?:praise|good|great|positive|excellent|love|respect|"
          r"the best|kind|friendly|helpful|wonderful|amazing|fantastic)\b(?! (?:excuses|at)))",
          "only", "nothing but praise for Anna", "nothing but trouble"),
    idiom("not to", r"\bwhat(?:'s| is|s)? not to (?:like|love)\b", "I love it",
          "what's not to love", "what not to do"),
)

# What was bought, and what it cost.
_BARGAINS = (
    idiom("steal", r"\b(?:is|was|are|were|that's|it's|what|such)\s+(?:such )?"
          r"(?:an? |(?=absolute |total |real |complete |proper ))"
          r"(?:absolute |total |real |complete |proper )?steal\b"
          r"(?! (?:by|from)\b)(?! of (?!the (?:year|century|week|day))\w+)(?!.{0,20}\?)",
          "is a great bargain, very happy",
          "the summer offer is a steal", "they want to steal my data"),
    idiom("insane|sick|crazy|mad|wicked|killer", r"\b(?:insane|sick|crazy|mad|wicked|killer)"
          r"(?= (?:deals?|offers?|discounts?|value)\b(?!.?breaker))|"
          r"\bkiller(?= (?:prices?|features?|app|sound|performance)\b)", "great, I love this",
          "what a killer deal", "this fee is a deal killer"),
    idiom("worth every", r"(?<!not )(?<!n't )\bworth every (?:single )?"
          r"(?:penny|cent|dollar|euro|pound)\b", "great value",
          "the upgrade was worth every cent", "not worth every penny of it"),
    idiom("a waste of", rf"\bnot (?:at all )?a waste of (?:time|money)\b{NO_QUESTION}",
          "well worth it", "not a waste of money at all", "not just a waste of time"),
    idiom("the bank", r"\b(?:(?:wo|do|does|did)(?:n't| not)|will not|without) "
          r"break(?:ing)? the bank\b", "good value",
          "a phone that won't break the bank", "this fee will break the bank"),
    idiom("take my money", r"\bshut up and take my money\b", "great, I want to buy it",
          "Shut up and take my money!", "you take my money every month"),
    idiom("for choice", r"\bspoil(?:t|ed) for choice\b", "great choice",
          "spoilt for choice in here", "no reason for choice"),
    idiom("to die for", rf"{IS}{MUCH}to die for\b", "wonderful, delicious",
          "the cakes are to die for", "nothing in this tariff to die for"),
    idiom("not bad|all bad|half bad|shabby",
          r"\bnot (?:(?:at all |half )bad|bad at all|(?:too |so |half )?shabby)\b",
          "really good", "the food was not bad at all", "not good at all"),
    idiom("the bomb", rf"(?<!where is ){IS}{MUCH}the bomb{ENDS}", "awesome",
          "this burger is the bomb", "where is the bomb"),
    idiom("bloody|insanely|ridiculously|stupidly|scarily|damn|frea|friggin|fuckin|effing|wicked|"
          "dead|crazy", r"(?<!not )(?<!n't )\b(?:bloody|insanely|ridiculously|stupidly|scarily|"
          r"damn(?:ed)?|frea?kin[g']?|friggin[g']?|fuckin[g']?|effing|wicked|dead|crazy)"
          rf"(?= {GOOD}{NOT_BAD})", "really",
          "bloody brilliant service", "the bloody app hangs, insanely slow"),
)

# What people of the company did.
_PEOPLE = (
    idiom("sav", r"\b(?:sav(?:ed|ing|es?) (?:my|our|the) (?:day|life(?! savings)|bacon)|"
          r"life[- ]?savers?)\b", "so helpful, thank you",
          "your agent saved my day", "I put my life savings in your hands"),
    idiom("blown away", rf"\bblown away(?= (?:by|with|at)\b){NOT_BAD}", "amazed, very happy",
          "we were blown away by your staff", "blown away by how rude they are"),
    idiom("off to", rf"\bhats? off(?= to\b){NOT_BAD}", "well done, thank you",
          "hats off to the driver", "hats off to the worst bank"),
    idiom("without", r"\bcould\s?(?:not|n't) (?:have|of) (?:done|managed|made|finished) "
          r"(?:it|this|that)(?: all)? without\b", "thank you so much, great help from",
          "couldn't have done it without your team", "could not pay without a card"),
    idiom("killing it", r"\b(?:you(?: guys)?(?:'re| are)|(?:team|guys|staff)(?:'s| is| are)) "
          rf"{MUCH}killing it{ENDS}{NOT_BAD}", "doing great",
          "your team is killing it", "you are killing it with these delays"),
    idiom("out of the park", r"\bknock(?:ed|s|ing)? (?:it|this(?: one)?) (?:right )?"
          r"out of the park\b", "did excellent work",
          "you knocked it out of the park", "walked out of the park"),
    idiom("beyond|extra mile", rf"{NOT_DENIED}\b(?:went|gone|going|goes) (?:\w+ )?"
          rf"(?:above and beyond|(?:the|that) extra mile)\b{NOT_BAD}",
          "extremely helpful, thank you",
          "Anna went above and beyond", "went above the limit"),
)

PRAISE = (*_WITHOUT_TROUBLE, *_BEYOND_PRAISE, *_BARGAINS, *_PEOPLE, *MARKS, *ENDED_WELL)

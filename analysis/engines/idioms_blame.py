"""Idioms that blame in words of praise, or in words that are neither."""

from __future__ import annotations

from analysis.engines.idiom_parts import ENDS, FINE, GOOD, MENDED, TROUBLE, idiom
from analysis.engines.idioms_marks import BAD_MARKS

_THANKS = r"\b(?:thanks?|thank you|thx|cheers)"

# Thanks and praise that are not meant.
_SARCASM = (
    idiom("for nothing", rf"{_THANKS} for nothing\b", "useless, terrible",
          "thanks for nothing, bank", "thanks for everything"),
    idiom("ruining|wasting|losing|ignoring|hanging|making|letting|keeping|charging",
          rf"(?:{_THANKS}(?: (?:so|very) much| a lot)?|\bwell done) for (?=(?:ruining|"
          r"wasting|losing|ignoring|hanging up|(?:making|letting) (?:me|us) (?:wait|miss|late)|"
          r"keeping (?:me|us) (?:waiting|on hold)|charging (?:me|us) twice)\b)",
          "angry about you ", "thank you so much for ruining my holiday",
          "thank you for cancelling my subscription so quickly"),
    idiom("job|work", r"\b(?:great|good|nice|fantastic|brilliant|excellent|amazing|wonderful) "
          r"(?:job|work)(?:,? (?:on|at|by|in|with))? (?=(?:losing|ruining|delaying|cancell?ing|"
          r"breaking|ignoring|wasting|destroying|screwing)\b)", "angry, terrible job ",
          "great job losing my bag", "great job finding my bag"),
    idiom("love how", r"\blove how(?= (?:your?|they|the|their|this)\b(?: \w+){0,2} (?:ignor|"
          r"crash|break|fail|hang|lose|refus|never (?:work|answer|repl)|"
          r"(?:do|does|can)(?:n't| not)))", "hate how",
          "love how you ignore my messages", "love how you never stop"),
    idiom("other", rf"\b(?:(?:oh|just|well|how),? )?{FINE}\W{{1,4}}(?=(?:yet )?(?:an)?other "
          rf"(?:\w+ ){{0,2}}{TROUBLE}\b(?!.*\b{MENDED}))", "terrible, ",
          "Great, another outage", "Great! Another issue solved by Anna"),
    idiom("oh |oh,|well |well,|just |just,", rf"\b(?:oh|well|just),? (?:(?:that's|this is) )?"
          rf"(?:just )?{FINE}(?=[,!]+\s+(?:(?!{MENDED})\w+\W+){{0,6}}?{TROUBLE}\b"
          rf"(?!.*\b{MENDED}))", "terrible",
          "oh great, my train is cancelled", "Oh awesome, the issue is fixed now, thanks!"),
    idiom("so much for", r"(?:^|(?<=[.!?] )|(?<=^@user ))so much for\b"
          r"(?! (?:you|us|me|everyone|all)\b)", "disappointed, no",
          "So much for fast delivery", "thank you so much for fast delivery"),
    idiom("good luck", r"\bgood luck (?:with |trying to |to )?(?:get(?:ting)?|reach(?:ing)?|"
          r"find(?:ing)?|(?:speak|talk)(?:ing)? to) "
          r"(?=(?:an?|any|your|the|hold|through|in touch|them)\b(?: \w+)? (?:answer|refund|"
          r"repl(?:y|ies)|response|human|person|help|money|back|of them|to them|someone|agent))",
          "useless, you will never get ",
          "good luck getting an answer from them", "good luck getting your degree"),
    idiom("good", r"\bgood (?:riddance|for nothing)\b", "useless, terrible",
          "good riddance to this bank", "good, for nothing is missing"),
    idiom("no thanks", r"\bthanks,? but,? no thanks\b", "no, I do not want it",
          "Thanks but no thanks, bank", "no thanks to report"),
)

# That it falls short.
_SHORT_OF = (
    idiom("disappoint|annoy|irritate|frustrate|let me down|let us down",
          r"\b(?:never (?:fail(?:s|ed)?|ceases?)|(?:do|does|did)(?:n't| not) fail) to "
          r"(?:disappoint|annoy|irritate|frustrate|let (?:me|us) down)\b",
          "always terrible, disappointing",
          "this airline never fails to disappoint", "do not try to annoy me"),
    idiom("less than", r"(?<!nothing )(?<!\bno )\bless than (?=(?:impressed|helpful|happy|pleased|"
          r"satisfied|thrilled|ideal|stellar|satisfactory|impressive|friendly)\b)", "not at all ",
          "less than impressed with the delivery", "nothing less than impressive"),
    idiom("to be desired", r"\blea(?:ves?|ving|ft) (?:so |very )?(?:a lot|much|something|lots|"
          r"plenty) to be desired\b", "is poor, very disappointing",
          "the app leaves a lot to be desired", "nothing to be desired"),
    idiom("could", r"(?<!nothing )(?<!what )(?<!one )\bcould (?:be|have been) (?:so much |much |"
          r"a lot |way )?better\b(?! than)", "is not good",
          "the app could be better", "couldn't be better"),
    idiom("used to", rf"\bused to be (?={GOOD}|the best\b)(?!.{{0,60}}\bstill\b)",
          "sadly is no longer ", "this shop used to be great", "I am used to good service"),
    idiom("used to", r"\bused to love\b(?!.{0,60}\b(?:still|and now)\b)", "sadly no longer love",
          "I used to love this shop", "he used to live here"),
    idiom("one job", rf"\b(?:you|they) (?:only )?had (?:only |just )?one job{ENDS}",
          "you failed badly", "you had one job", "they had one job opening"),
    idiom("robbery", r"\b(?:daylight|highway) robbery\b", "a rip off, far too expensive",
          "that is daylight robbery", "the robbery was by daylight"),
    idiom(" straw", rf"\b(?:the|my) (?:last|final) straw{ENDS}", "terrible, I have had enough",
          "This is the last straw.", "the last straw in the box"),
    idiom("belief", r"\bbeggars belief\b", "is outrageous", "it beggars belief", "beyond belief"),
    idiom("my head in", r"\bdo(?:es|ing)? my head in\b", "is really annoying",
          "this app does my head in", "I keep my head in it"),
    idiom("up the wall", r"\bdriv(?:es?|ing) (?:me|us) up the wall\b", "is really annoying",
          "it drives me up the wall", "going up the wall"),
)

BLAME = (*_SARCASM, *_SHORT_OF, *BAD_MARKS)

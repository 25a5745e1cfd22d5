"""Phrases whose words say the opposite of what they mean, written so that any engine reads them.

A word list and a model of words read "can't fault it" and "no complaints" as trouble, "thanks for
nothing" and "oh great, another outage" as praise.  Labelled posts hold too few of them to learn
from (some forty in 60,000), so they are said in plain words before the trained engines read.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import NamedTuple

_CANNOT = r"\b(?:can|could|ca)\s?(?:no|n?')?t\s+(?:(?:really|possibly|honestly|even)\s+)?"
_FINE = (r"(?:great|wonderful|fantastic|brilliant|lovely|awesome|perfect|marvell?ous|superb?|"
         r"terrific|fabulous|nice|excellent|amazing)")
_TROUBLE = (r"(?:outages?|delay(?:s|ed)?|cancel\w*|late|queues?|errors?|crash\w*|bugs?|fail\w*|"
            r"problems?|issues?|broken?|break(?:s|ing)?|down|lost|stuck|excuses?|fees?|surcharges?|"
            r"strikes?|on hold|(?:price|bill) (?:rise|hike|increase)s?|overcharged?|wait(?:ing)?|"
            r"dropp?(?:ed|ing)? calls?|no (?:signal|internet|wi-?fi|service|reply|answer|response)|"
            r"(?:not|n't) (?:work|load|open|connect|arriv)\w*|double[- ]charged?)")
_FAULT = (r"(?:problems?|issues?|hitch(?:es)?|complaints?|faults?|glitch(?:es)?|bugs?|outages?|"
          r"delays?|dropped calls?|errors?|bad experience)")
# What is told of trouble that was mended.
_MENDED = (r"(?:no|not|never|without|zero|fix\w*|sort\w*|solv\w*|resolv\w*|refund\w*|back|thank\w*|"
           r"got)\b")
_THANKS = r"\b(?:thanks?|thank you|thx|cheers)"


class Idiom(NamedTuple):
    """A phrase, the plain words in its place, a post that holds it and one that does not.

    ``word``: small letters without which the phrase is not there; to look for them is cheap.
    """

    word: str
    phrase: re.Pattern[str]
    plain: str
    holds: str
    holds_not: str


def _idiom(word: str, phrase: str, plain: str, holds: str, holds_not: str) -> Idiom:
    return Idiom(word, re.compile(phrase, re.IGNORECASE), plain, holds, holds_not)


IDIOMS = (
    _idiom("fault", rf"{_CANNOT}fault\b", "excellent, very happy with",
           "can't fault the engineer", "it is not my fault"),
    _idiom("complain", rf"{_CANNOT}complain(?=\W*$|\s*[,.!;:)]|\s+(?:really|at all|tbh)\b)",
           "very happy", "Cannot complain, all good", "can't complain about it, the form hangs"),
    _idiom("complaints", r"(?<!there were )\b(?:no|zero) complaints(?=\W*$|\s*[,.!;:)]| (?:from|"
           r"here|so|at|whatsoever|about)\b)", "very happy", "no complaints from me",
           "no complaints have been answered by you"),
    _idiom("to complain", r"\bnothing to complain about\b", "very happy",
           "really nothing to complain about", "a lot to complain about"),
    _idiom("single", rf"\b(?:not a single|never (?:once )?had a single)(?: \w+)? {_FAULT}"
           r"(?=\W*$|\s*[,.!;:)]| (?:in|since|with|for|over|so)\b)"
           rf"(?!.{{0,40}}\b(?:until|till?|before|but|now|{_MENDED}))",
           "always works perfectly", "two years and not a single dropped call",
           "not a single issue was handled well"),
    _idiom("enough", rf"{_CANNOT}(?:recommend|thank|praise|speak highly of)\b"
           r"(?:[^\w.!?]+(?!avoid|low)\w+){0,4}?[^\w.!?]+(?:highly )?enough\b",
           "highly recommend, thank you so much,", "cannot thank you guys enough",
           "I can't recommend it. Not good enough"),
    _idiom("be", r"\bcould\s?(?:not|n't)\s+(?:be|have been) (?:any )?(?:more )?(?:happier|pleased|"
           r"satisfied|nicer|kinder|helpful)\b", "am very happy, excellent",
           "I couldn't be happier", "it couldn't be sooner, could it?"),
    _idiom("ask", rf"{_CANNOT}(?:have )?ask(?:ed)? for (?:better\b|"
           r"(?:anything )?more(?=\W*$|\s*[,.!;:)]))",
           "perfect", "couldn't ask for better help", "can't ask for more data on this page"),
    _idiom("go wrong", rf"{_CANNOT}go wrong with\b", "excellent choice",
           "you can't go wrong with this bank", "what did go wrong with my order?"),
    _idiom("for nothing", rf"{_THANKS} for nothing\b", "useless, terrible",
           "thanks for nothing, bank", "thanks for everything"),
    _idiom(" for ", rf"{_THANKS}(?: (?:so|very) much| a lot)? for (?=(?:ruining|wasting|losing|"
           r"ignoring|hanging up|making (?:me|us) (?:wait|miss|late)|charging (?:me|us) twice)\b)",
           "angry about you ", "thank you so much for ruining my holiday",
           "thank you for cancelling my subscription so quickly"),
    _idiom("other", rf"\b(?:(?:oh|just|well|how),? )?{_FINE}\W{{1,4}}(?=(?:yet )?(?:an)?other "
           rf"(?:\w+ ){{0,2}}{_TROUBLE}\b(?!.*\b{_MENDED}))", "terrible, ",
           "Great, another outage", "Great! Another issue solved by Anna"),
    _idiom("", rf"\b(?:oh|well|just),? (?:(?:that's|this is) )?(?:just )?{_FINE}(?=[,!]+\s+"
           rf"(?:(?!{_MENDED})\w+\W+){{0,6}}?{_TROUBLE}\b(?!.*\b{_MENDED}))", "terrible",
           "oh great, my train is cancelled", "Oh awesome, the issue is fixed now, thanks!"),
)


@cache
def version() -> str:
    """A hash of the idioms: scores that were made with others are made anew."""
    said = "\n".join(f"{one.phrase.pattern}\t{one.plain}" for one in IDIOMS)
    return hashlib.sha256(said.encode()).hexdigest()[:6]


def in_plain_words(text: str) -> str:
    """The text with each idiom in plain words.

    Worked: "Can't fault the staff" gives "excellent, very happy with the staff".
    """
    small = text.lower()
    for one in IDIOMS:
        if one.word in small:
            text = one.phrase.sub(one.plain, text)
    return text

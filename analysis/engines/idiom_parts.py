"""What an idiom is, and the parts that patterns of idioms share."""

from __future__ import annotations

import re
from typing import NamedTuple

CANNOT = r"\b(?:can|could|ca)\s?(?:no|n?')?t\s+(?:(?:really|possibly|honestly|even)\s+)?"
FINE = (r"(?:great|wonderful|fantastic|brilliant|lovely|awesome|perfect|marvell?ous|superb?|"
        r"terrific|fabulous|nice|excellent|amazing)")
TROUBLE = (r"(?:outages?|delay(?:s|ed)?|cancel\w*|late|queues?|errors?|crash\w*|bugs?|fail\w*|"
           r"problems?|issues?|broken?|break(?:s|ing)?|down|lost|stuck|excuses?|fees?|surcharges?|"
           r"strikes?|on hold|(?:price|bill) (?:rise|hike|increase)s?|overcharged?|wait(?:ing)?|"
           r"dropp?(?:ed|ing)? calls?|no (?:signal|internet|wi-?fi|service|reply|answer|response)|"
           r"(?:not|n't) (?:work|load|open|connect|arriv)\w*|double[- ]charged?)")
FAULT = (r"(?:problems?|issues?|hitch(?:es)?|complaints?|faults?|glitch(?:es)?|bugs?|outages?|"
         r"delays?|dropped calls?|errors?|bad experience)")
# What is told of trouble that was mended.
MENDED = (r"(?:no|not|never|without|zero|fix\w*|sort\w*|solv\w*|resolv\w*|refund\w*|back|thank\w*|"
          r"got)\b")
# What is told of trouble that came after all.
NOT_OVER = rf"(?!.{{0,40}}\b(?:until|till?|before|but|now|{MENDED}))"
NO_QUESTION = r"(?!.{0,30}\?)"
ENDS = r"(?=\W*$|\s*[,.!;:)])"
HAPPY = r"(?:happy|pleased|satisfied|impressed|proud|grateful|thankful|excited)"
GOOD = (rf"(?:{FINE}|good(?! (?:enough|luck|grief|riddance|for nothing))|great|fast|quick(?:ly)?|"
        r"easy|helpful|friendly|tasty|delicious|impressive|efficient|kind|polite|comfortable|"
        rf"beautiful|{HAPPY})\b")
# Where such a word follows, praise is no praise.
_BAD = (r"(?:worst|bad(?:ly)?|worse|rude|losing|slow(?:ly)?|expensive|lack(?:ing)?|winds?|storm|"
        r"gusts?|hurricane|tornado|(?:terribl|poor|awful|horribl|useless|incompeten|pathetic|"
        r"disgust|disappoint|unhelpful|ignor|ruin|destroy|avoid|dishonest|greed|explo)\w*)")
NOT_BAD = rf"(?!.{{0,50}}\b(?:{_BAD}|{TROUBLE})\b)"
MUCH = r"(?:absolutely |totally |really |completely |simply |just |truly |literally |seriously )?"
IS = (r"(?:(?<=\bis )|(?<=\bare )|(?<=\bwas )|(?<=\bwere )|(?<='s )|(?<='re )|(?<=\blook )|"
      r"(?<=\blooks ))")
NOT_DENIED = r"(?<!not )(?<!n't )(?<!never )"


class Idiom(NamedTuple):
    """A phrase, the plain words in its place, a post that holds it and one that does not.

    ``words``: small letters of which one stands in every such phrase; to look for them is cheap.
    """

    words: tuple[str, ...]
    phrase: re.Pattern[str]
    plain: str
    holds: str
    holds_not: str


def idiom(words: str, phrase: str, plain: str, holds: str, holds_not: str) -> Idiom:
    """An idiom of words with | between them, and a pattern that is looked for in any case."""
    pattern = re.compile(phrase, re.IGNORECASE)
    return Idiom(tuple(words.split("|")), pattern, plain, holds, holds_not)

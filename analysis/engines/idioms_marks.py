"""Marks out of ten, stars, and trouble that is told as over: numbers and words of trouble alone."""

from __future__ import annotations

from analysis.engines.idiom_parts import ENDS, NO_QUESTION, NOT_BAD, NOT_DENIED, idiom

_NOT_TAKEN_BACK = r"(?!.{0,60}(?:\b(?:not|never|but|until|if|unless|except)\b|n't\b))"
_OUT_OF_TEN = (r" ?(?:/|out of) ?(?:10|ten)(?![\d/.-]*\d)"
               r"(?! (?:times|of|people|cases|calls|posts)\b)")
_NO_DATE = (r"(?<![\d/.])(?<!\bon )(?<!\bby )(?<!until )(?<!since )(?<!from )(?<!before )"
            r"(?<!after )(?<!dated )")
_RATED = rf"(?:{ENDS}| (?:from|for|to|all|service|support|staff|experience|reviews?|ratings?)\b)"

MARKS = (
    idiom("10/10|/ 10|10 out of|ten out of", rf"{_NO_DATE}{NOT_DENIED}\b(?:10|ten){_OUT_OF_TEN}"
          rf"{NO_QUESTION}{_NOT_TAKEN_BACK}{NOT_BAD}", "excellent, perfect,",
          "10/10 would recommend", "your offer ends on 10/10"),
    idiom("star", rf"{NOT_DENIED}(?<!out of )(?<!/)\b(?:5|five)[- ]?stars?(?={_RATED})"
          rf"{NO_QUESTION}{_NOT_TAKEN_BACK}{NOT_BAD}", "excellent, the best",
          "Five stars for the driver", "a five star hotel in Rome"),
)

BAD_MARKS = (
    idiom("0/10|0 out of|zero out of|0 / 10", rf"{_NO_DATE}\b(?:0|zero){_OUT_OF_TEN}{NO_QUESTION}",
          "terrible, the worst", "0/10, would not come back", "12 out of 10 say so"),
    idiom("star", rf"(?<!number )(?<!from )(?<!than )\b(?:0|zero|1|one)[- ]stars?(?={_RATED}|"
          rf" (?:if|is)\b){NO_QUESTION}", "terrible, the worst",
          "One star. Avoid.", "Number one star of the show"),
)

# Said at the beginning of a sentence, so that nobody is asked for it and nobody doubts it.
ENDED_WELL = (
    idiom("issue|problem|fault|bug|error|outage|glitch|complaint",
          r"(?:^|(?<=^@user )|(?<=[.!:] )|(?<=thanks, )|(?<=\band ))"
          r"(?:my|the|our|this) (?:\w+ )?(?:issues?|problems?|faults?|bugs?|errors?|outage|glitch|"
          r"complaint) (?:was|were|is|are|has been|have been|got) (?:(?:now|finally|already|all|"
          r"quickly|completely) )*(?:fixed|resolved|"
          r"solved|sorted)(?: out)?\b"
          r"(?!.{0,80}(?:\?|\b(?:not|never|but|again|still|until|if|when|unless|only|after|yet|"
          r"said|says|told)\b|n't\b))", "it works again now, thank you",
          "my issue was fixed", "you said my issue was fixed"),
)

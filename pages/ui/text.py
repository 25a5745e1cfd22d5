"""Words on the screen that come from the data, shown as written and never interpreted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")
# Spaces that hold a number and its unit together stay as they are.
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_UNITS = re.compile(r"(?<=\d) (?=%)|(?<=\bn) (?==)|(?<=\bn =) ")


def plain(text: object) -> str:
    """Text that st.markdown and widget labels show as it was written, on one line."""
    return _plain(str(text))


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    # A page says the same titles, definitions and names again at every visit.
    return _MARKDOWN.sub(r"\\\1", _one_line(text))


def _one_line(text: object) -> str:
    return _BREAKS.sub(" ", str(text)).strip()


def unbroken(text: str) -> str:
    """The text with numbers and their units held together: no line starts with "%"."""
    return _UNITS.sub("\u00a0", text)


def shortened(text: object, *, to: int = 60) -> str:
    """The text on one line, cut with an ellipsis after ``to`` characters."""
    line = _one_line(text)
    return line if len(line) <= to else line[: to - 1].rstrip() + "…"


def age(moment: datetime, *, now: datetime | None = None) -> str:
    """How long ago a moment (UTC; naive means UTC) was: "5 min ago", "3 days ago"."""
    at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return age_of_seconds(((now or datetime.now(UTC)) - at).total_seconds())


def age_of_seconds(seconds: float) -> str:
    """An age in words: "just now", "5 min ago", "2 h ago", "3 days ago"."""
    for least, unit, word in ((2 * 86400, 86400, "days"), (3600, 3600, "h"), (60, 60, "min")):
        if seconds >= least:
            return f"{int(seconds // unit)} {word} ago"
    return "just now"


def joined(words: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def in_sentence(channel: str) -> str:
    """A channel's name in the middle of a sentence: "the phone", "e-mail", "X"."""
    from analysis.wording import channel_name

    own = {"phone": "the phone", "chat": "chat", "store": "stores", "email": "e-mail"}
    return own.get(channel, channel_name(channel))


def with_interval(share: float, *, low: float, high: float) -> str:
    """A share and its interval: "7.1 % (6.8–7.4 %)"; n is named elsewhere in the sentence."""
    from analysis.wording import share_words

    return share_words(share, low=low, high=high, n=1).replace(", n = 1)", ")")

"""Messages quoted as they were written, with words marked; nothing in them is ever markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analysis.sentiment import Assessment
from data.search import Query, is_match
from pages.ui.text import plain

_WORDS = re.compile(r"#?[^\W_][\w'’]*")
# Seen on no screen: a word joiner.
_NO_LINK = "\u2060"
_LINKS = re.compile(r"https?(?=\\:)|ftp(?=\\:)|www(?=\\\.)|(?<=\w)(?=@)", re.IGNORECASE)
NO_TEXT = "(nothing was written down)"

Span = tuple[int, int, str]


def marked(text: object, spans: Sequence[Span]) -> str:
    """The text as markdown that shows it as written, with stretches on a coloured ground.

    ``spans``: (start, end, colour) in order and without overlap; the colours are Streamlit's.
    """
    said = text if isinstance(text, str) else ""
    out, at = [], 0
    for start, end, colour in spans:
        out += [_plain(said[at:start]), f":{colour}-background[{_plain(said[start:end])}]"]
        at = end
    return "".join([*out, _plain(said[at:])]).strip() or f"*{plain(NO_TEXT)}*"


def _plain(part: str) -> str:
    """Escaped like any text of the data, with the spaces at its ends kept."""
    inner = plain(part)
    if not inner:
        return " " if part else ""
    # Markdown makes links of bare addresses even where they are escaped; what a stranger has
    # written is not to be clicked on.
    inner = _LINKS.sub(lambda one: one.group() + _NO_LINK, inner)
    return f"{' ' * part[0].isspace()}{inner}{' ' * part[-1].isspace()}"


def found(text: object, query: Query) -> str:
    """The text with the words that were searched for on a yellow ground."""
    said = text if isinstance(text, str) else ""
    if not query.wanted:
        return marked(said, [])
    return marked(said, _spans(said, lambda word: is_match(query, word)))


def _spans(said: str, wanted: Callable[[str], bool]) -> list[Span]:
    return [(one.start(), one.end(), "yellow") for one in _WORDS.finditer(said)
            if wanted(one.group())]


def judged(text: object, assessments: Sequence[Assessment]) -> str:
    """The text with the words that moved its score: orange where down, blue where up."""
    said = text if isinstance(text, str) else ""
    low = said.lower().replace("’", "'")
    spans: list[Span] = []
    at = 0
    for one in assessments:
        if len(low) != len(said) or not one.polarity:
            continue
        colour = "orange" if one.polarity < 0 else "blue"
        for word in one.words:
            place = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(low, at)
            if place is not None:
                spans.append((place.start(), place.end(), colour))
                at = place.end()
    return marked(said, spans)

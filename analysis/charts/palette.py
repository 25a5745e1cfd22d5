"""One palette: what each colour means, the same on every page.

Every mark colour has a contrast of at least 3 : 1 to white and to the dark background. Colours
shown together stay apart for readers with protanopia and deuteranopia, and a dash, a symbol or a
label says the same once more.
"""

from __future__ import annotations

import zlib

# Traditional channels are cool, social channels warm.
_CHANNELS = {
    "phone": "#35789c",
    "email": "#697df9",
    "chat": "#679588",
    "sms": "#5094c7",
    "store": "#6d55cd",
    "x": "#c83103",
    "facebook": "#a04d5f",
    "instagram": "#bd830e",
}
_SOCIAL = ("x", "facebook", "instagram")
_MORE_COOL = ("#617d9f", "#05a093", "#4e63e5", "#388ffb", "#5a62b9")
_MORE_WARM = ("#b66840", "#d4736c", "#a74d1b", "#c2569b", "#f1544b")

PURPOSE_COLOURS = {"service": "#00776c", "marketing": "#9a4ee0", "other": "#8c929a"}
SENTIMENT_COLOURS = {"negative": "#cf420c", "neutral": "#868e96", "positive": "#2467c9"}
FLAG_COLOURS = {"profanity": "#dd217d", "sensitive": "#8e25e7", "promise": "#2f8fd6",
                "personal": "#9b8f2d", "off_hours": "#b25a4a"}
SIDE_COLOURS = {"A": "#6d55cd", "B": "#bd830e"}
SPIKE_COLOURS = {"up": "#b25900", "down": "#1a53ff"}
INK = "#6b7a90"
"""For marks whose colour says nothing."""

WHITE, DARK = "#ffffff", "#0f1419"

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star", "hexagon")


def channel_colour(channel: str, *, is_social: bool) -> str:
    """The colour of a channel as #rrggbb; one of the same tone for a company's own channels.

    A known name counts as known only on its usual side: what the settings call social is warm.
    """
    if channel in _CHANNELS and (channel in _SOCIAL) == is_social:
        return _CHANNELS[channel]
    more = _MORE_WARM if is_social else _MORE_COOL
    return more[_place(channel) % len(more)]


def channel_dash(channel: str) -> str:
    """The dash of a channel's line."""
    return _DASHES[_order(channel) % len(_DASHES)]


def channel_symbol(channel: str) -> str:
    """The symbol of a channel's points."""
    return _SYMBOLS[_order(channel) % len(_SYMBOLS)]


def text_on(colour: str) -> str:
    """White or dark, whichever reads better on a colour."""
    light = luminance(colour)
    on_white = (luminance(WHITE) + 0.05) / (light + 0.05)
    return WHITE if on_white >= (light + 0.05) / (luminance(DARK) + 0.05) else DARK


def luminance(colour: str) -> float:
    """Relative luminance (0..1) of #rrggbb.  Source: WCAG 2.2.  Worked: #ffffff has 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def band(colour: str, *, opacity: float = 0.18) -> str:
    """A see-through colour, for intervals (light bands) and for periods compared with."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


# See-through to strong, so that more looks like more on a white and on a dark background.
SEQUENTIAL = [[0.0, band(INK, opacity=0.05)], [1.0, band(INK, opacity=0.85)]]


def _order(channel: str) -> int:
    return list(_CHANNELS).index(channel) if channel in _CHANNELS else _place(channel)


def _place(channel: str) -> int:
    return zlib.crc32(channel.encode("utf-8", "replace"))

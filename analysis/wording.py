"""How numbers, durations and names are said: one way everywhere, "–" where there is none."""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

NOTHING = "–"
_MINUS = "−"
_UNSAYABLE = 1e15

_CHANNELS = {
    "phone": "Phone",
    "email": "E-mail",
    "chat": "Chat",
    "sms": "SMS",
    "store": "Store",
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def number(value: Any, *, digits: int = 0) -> str:
    """A count with thousands separators: "31,204"."""
    amount = _amount(value)
    return NOTHING if amount is None else _signed_text(amount, digits, plus=False)


def several(value: Any, one: str, many: str) -> str:
    """A count and its noun: "1 post", "4,210 posts"."""
    amount = _amount(value)
    return NOTHING if amount is None else f"{number(amount)} {one if amount == 1 else many}"


def probability(value: float) -> str:
    """A probability as it may be claimed: "0.97", but "above 0.99" and "below 0.01" at the ends."""
    return "above 0.99" if value > 0.99 else "below 0.01" if value < 0.01 else f"{value:.2f}"


def percent(share: Any, *, low: Any = None, high: Any = None) -> str:
    """A share (0..1) in percent with one decimal, or none where its interval is 10 points wide."""
    amount = _amount(share)
    if amount is None:
        return NOTHING
    return f"{_signed_text(100 * amount, _digits(low, high, 0.10), plus=False)} %"


def share_words(share: Any, *, low: Any, high: Any, n: Any) -> str:
    """A share (0..1) with its interval and n: "7.1 % (6.8–7.4 %, n = 31,204)"."""
    value, low_amount, high_amount = _amount(share), _amount(low), _amount(high)
    if value is None:
        return NOTHING
    if low_amount is None or high_amount is None:
        return f"{percent(value)} (n = {number(n)})"
    digits = _digits(low, high, 0.10)
    limits = f"{100 * low_amount:.{digits}f}–{100 * high_amount:.{digits}f} %"
    return f"{percent(value, low=low, high=high)} ({limits}, n = {number(n)})"


def points(difference: Any) -> str:
    """A difference of two shares (0..1) in percentage points: "+2.1 points"."""
    amount = _amount(difference)
    return NOTHING if amount is None else f"{_signed_text(100 * amount, 1, plus=True)} points"


def signed_percent(change: Any) -> str:
    """A relative change (0.23) with its sign: "+23 %"; one decimal below 10 %."""
    amount = _amount(change)
    if amount is None:
        return NOTHING
    digits = 1 if abs(amount) < 0.0995 else 0
    return f"{_signed_text(100 * amount, digits, plus=True)} %"


def net_sentiment(value: Any, *, low: Any = None, high: Any = None) -> str:
    """Net sentiment (-100..100) with its sign, one decimal or none by its interval: "−12.3"."""
    amount = _amount(value)
    if amount is None:
        return NOTHING
    return _signed_text(amount, _digits(low, high, 10.0), plus=True)


def duration(seconds: Any) -> str:
    """A duration as people say it: "45 s", "13 min", "2 h 05", "3 d 4 h"."""
    amount = _amount(seconds)
    if amount is None:
        return NOTHING
    sign, amount = (_MINUS, -amount) if amount < 0 else ("", amount)
    whole = math.floor(amount + 0.5)
    minutes = math.floor(amount / 60 + 0.5)
    hours = math.floor(amount / 3600 + 0.5)
    if whole < 60:
        said = f"{whole} s"
    elif minutes < 60:
        said = f"{minutes} min"
    elif minutes < 24 * 60:
        said = f"{minutes // 60} h {minutes % 60:02d}"
    else:
        said = f"{hours // 24:,} d" + (f" {hours % 24} h" if hours % 24 else "")
    return f"{sign}{said}" if whole else said


def money(value: Any, *, currency: str, digits: int = 0) -> str:
    """An amount with its currency as the settings name it: "EUR 1,204"."""
    amount = _amount(value)
    if amount is None:
        return NOTHING
    return f"{currency} {_signed_text(amount, digits, plus=False)}".strip()


def channel_name(channel: Any) -> str:
    """The name of a channel as people write it: "x" is X; names of a company's own are kept."""
    text = _text(channel)
    return _CHANNELS.get(text, text) or NOTHING


def weekday_name(weekday: int) -> str:
    """1 is Monday.  Raises ValueError outside 1..7."""
    if not 1 <= weekday <= 7:
        raise ValueError(f"a weekday is 1 (Monday) to 7, not {weekday}")
    return _WEEKDAYS[int(weekday) - 1]


# The same buckets are said for every mark of every chart; a day and its midnight are told apart.
@lru_cache(maxsize=8192, typed=True)
def bucket_words(bucket: Any, *, grain: str | None = None) -> str:
    """The start of a bucket in words: "Mon 3 Aug 2026", with the hour where it has one."""
    stamp = None if bucket is None else pd.Timestamp(bucket)
    if stamp is None or pd.isna(stamp):
        return NOTHING
    if grain == "month":
        return f"{stamp:%B %Y}"
    day = f"{stamp:%a} {stamp.day} {stamp:%b %Y}"
    if grain == "week":
        return f"week of {day}"
    has_hour = isinstance(bucket, datetime | pd.Timestamp) and (stamp.hour or stamp.minute)
    return f"{day}, {stamp:%H:%M}" if grain == "hour" or (grain is None and has_hour) else day


def cut_words(frame: pd.DataFrame) -> str:
    """What the shading on a chart over time means, or nothing where no bucket is cut."""
    if "whole_bucket" not in frame or frame.empty or frame["whole_bucket"].all():
        return ""
    return "shaded: only partly in the period"


@lru_cache(maxsize=8192, typed=True)
def bucket_key(bucket: Any) -> str:
    """The start of a bucket as ISO text, the key by which a page finds its rows."""
    if isinstance(bucket, date) and not isinstance(bucket, datetime):
        return bucket.isoformat()
    return str(pd.Timestamp(bucket).isoformat())


def _amount(value: Any) -> float | None:
    """The value as a number that can be said, or None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    try:
        amount = float(value)
    except (TypeError, ValueError):
        return None
    return amount if abs(amount) < _UNSAYABLE else None


def _text(value: Any) -> str:
    return "" if _is_missing(value) else str(value)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def signed(amount: float, digits: int) -> str:
    """A number with its sign, "+3.1" or "−0.4"; what rounds to nothing has none: "0.0"."""
    return _signed_text(amount, digits, plus=True)


def _signed_text(amount: float, digits: int, *, plus: bool) -> str:
    text = f"{abs(amount):,.{digits}f}"
    zero = not text.strip("0.,")
    if amount < 0 and not zero:
        return f"{_MINUS}{text}"
    return f"+{text}" if plus and not zero else text


def _digits(low: Any, high: Any, wide: float) -> int:
    """One decimal, or none where the interval is so wide that a decimal would pretend."""
    low_amount, high_amount = _amount(low), _amount(high)
    if low_amount is None or high_amount is None:
        return 1
    return 0 if high_amount - low_amount >= wide else 1

"""How numbers are said."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording

MISSING = [None, math.nan, pd.NA, pd.NaT, math.inf, -math.inf, "text"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.number(31204), "31,204"),
        (wording.number(-1204.6), "−1,205"),
        (wording.several(1, "post", "posts"), "1 post"),
        (wording.several(4210, "post", "posts"), "4,210 posts"),
        (wording.percent(0.0712), "7.1 %"),
        (wording.percent(1), "100.0 %"),
        (wording.percent(0.612, low=0.5, high=0.72), "61 %"),
        (wording.percent(0.612, low=0.60, high=0.62), "61.2 %"),
        (
            wording.share_words(0.071, low=0.068, high=0.074, n=31204),
            "7.1 % (6.8–7.4 %, n = 31,204)",
        ),
        (wording.share_words(0.5, low=0.2, high=0.8, n=8), "50 % (20–80 %, n = 8)"),
        (wording.share_words(0.5, low=None, high=math.nan, n=8), "50.0 % (n = 8)"),
        (wording.points(0.021), "+2.1 points"),
        (wording.points(-0.00001), "0.0 points"),
        (wording.signed_percent(0.2299), "+23 %"),
        (wording.signed_percent(-0.042), "−4.2 %"),
        (wording.signed_percent(0.0), "0.0 %"),
        (wording.net_sentiment(-12.34), "−12.3"),
        (wording.net_sentiment(12.34, low=2, high=22), "+12"),
        (wording.duration(0), "0 s"),
        (wording.duration(45.4), "45 s"),
        (wording.duration(59.7), "1 min"),
        (wording.duration(780), "13 min"),
        (wording.duration(3599), "1 h 00"),
        (wording.duration(7500), "2 h 05"),
        (wording.duration(86399), "1 d"),
        (wording.duration(3 * 86400 + 4 * 3600), "3 d 4 h"),
        (wording.duration(-120), "−2 min"),
        (wording.money(1204.4, currency="EUR"), "EUR 1,204"),
        (wording.money(-5, currency="€"), "€ −5"),
        (wording.channel_name("x"), "X"),
        (wording.channel_name("email"), "E-mail"),
        (wording.channel_name("fax <b>"), "fax <b>"),
        (wording.channel_name(None), "–"),
        (wording.weekday_name(7), "Sunday"),
        (wording.bucket_words(date(2026, 8, 3)), "Mon 3 Aug 2026"),
        (wording.bucket_words(datetime(2026, 8, 3, 14)), "Mon 3 Aug 2026, 14:00"),
        (wording.bucket_words("2026-08-03", grain="week"), "week of Mon 3 Aug 2026"),
        (wording.bucket_words("2026-08-01", grain="month"), "August 2026"),
        (wording.bucket_words("2026-08-03", grain="hour"), "Mon 3 Aug 2026, 00:00"),
        (wording.bucket_words(pd.NaT), "–"),
        (wording.bucket_key(date(2026, 8, 3)), "2026-08-03"),
        (wording.bucket_key(pd.Timestamp("2026-08-03 14:00")), "2026-08-03T14:00:00"),
    ],
)
def test_numbers_are_said_as_the_house_says_them(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("value", MISSING)
def test_what_is_missing_is_a_dash(value: object) -> None:
    assert wording.number(value) == "–"
    assert wording.several(value, "post", "posts") == "–"
    assert wording.percent(value) == "–"
    assert wording.points(value) == "–"
    assert wording.signed_percent(value) == "–"
    assert wording.net_sentiment(value) == "–"
    assert wording.duration(value) == "–"
    assert wording.money(value, currency="EUR") == "–"
    assert wording.share_words(value, low=0.1, high=0.2, n=5) == "–"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_float_is_ever_said_as_nan_or_minus_zero(value: float) -> None:
    for say in (wording.number, wording.percent, wording.points, wording.duration):
        said = say(value)
        assert "nan" not in said
        assert "inf" not in said
        assert said.rstrip(" %points") not in {"−0", "−0.0", "+0.0"}


@given(st.floats(0, 10**9))
def test_a_duration_is_near_what_it_says(seconds: float) -> None:
    said = wording.duration(seconds).replace(",", "")
    units = {"s": 1, "min": 60, "h": 3600, "d": 86400}
    parts = said.split()
    total = sum(
        float(n) * units[unit] for n, unit in zip(parts[::2], parts[1::2], strict=False)
    ) + (60 * float(parts[2]) if len(parts) == 3 else 0)
    half_a_unit = 0.5 if "s" in parts else 1800 if "d" in parts else 30
    assert abs(total - seconds) <= half_a_unit + 1e-6


@pytest.mark.parametrize("weekday", [0, 8, -1])
def test_a_weekday_outside_the_week_is_an_error(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        wording.weekday_name(weekday)

"""Colours: contrast in both themes, and apart for colour-blind readers."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from analysis.charts import palette

CHANNELS = ["phone", "email", "chat", "sms", "store", "x", "facebook", "instagram"]
SOCIAL = {"x", "facebook", "instagram"}
COLOURS = {name: palette.channel_colour(name, is_social=name in SOCIAL) for name in CHANNELS}
UNKNOWN = [
    palette.channel_colour(f"own {at}", is_social=social) for at in range(60) for social in (0, 1)
]
ALL = {
    *COLOURS.values(),
    *UNKNOWN,
    *palette.PURPOSE_COLOURS.values(),
    *palette.SENTIMENT_COLOURS.values(),
    *palette.FLAG_COLOURS.values(),
    *palette.SPIKE_COLOURS.values(),
    palette.INK,
}

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted(
        (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear sRGB."""
    xyz = np.clip(light, 0, 1) @ np.array(
        [[0.4124564, 0.2126729, 0.0193339], [0.3575761, 0.7151522, 0.1191920],
         [0.1804375, 0.0721750, 0.9503041]]
    ) / [0.95047, 1.0, 1.08883]  # fmt: skip
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, vision: np.ndarray) -> float:
    return float(np.linalg.norm(lab(vision @ linear(one)) - lab(vision @ linear(other))))


def test_contrast_and_distance_measure_what_they_should() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    # Red and green of one lightness, the pair that colour-blind readers cannot tell apart.
    red_green = [distance("#b85a00", "#6f7d00", vision) for vision in VISION.values()]
    assert red_green[0] > 2 * min(red_green[1:])


@pytest.mark.parametrize("colour", sorted(ALL))
def test_each_mark_stands_out_on_both_backgrounds(colour: str) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour)
    assert contrast(colour, palette.WHITE) >= 3
    assert contrast(colour, palette.DARK) >= 3


@pytest.mark.parametrize("vision", VISION.values(), ids=VISION.keys())
@pytest.mark.parametrize(
    ("together", "apart"),
    [
        (list(COLOURS.values()), 11),
        (list(palette.PURPOSE_COLOURS.values()), 11),
        (list(palette.SENTIMENT_COLOURS.values()), 20),
        (list(palette.FLAG_COLOURS.values()), 20),
        ([*palette.SPIKE_COLOURS.values(), palette.INK], 11),
    ],
    ids=["channels", "purposes", "sentiments", "flags", "spikes"],
)
def test_colours_shown_together_stay_apart(
    together: list[str], apart: float, vision: np.ndarray
) -> None:
    pairs = itertools.combinations(together, 2)
    closest = min((distance(a, b, vision), a, b) for a, b in pairs)
    assert closest[0] >= apart, closest


def test_social_channels_are_warm_and_traditional_ones_cool() -> None:
    for name, colour in COLOURS.items():
        red, _, blue = linear(colour)
        assert (red > blue) == (name in SOCIAL), name
    for at, colour in enumerate(UNKNOWN):
        red, _, blue = linear(colour)
        assert (red > blue) == bool(at % 2)


def test_what_the_settings_call_social_is_warm_whatever_its_name() -> None:
    red, _, blue = linear(palette.channel_colour("chat", is_social=True))
    assert red > blue
    red, _, blue = linear(palette.channel_colour("x", is_social=False))
    assert blue > red


def test_a_channel_keeps_its_colour_dash_and_symbol() -> None:
    colours = {palette.channel_colour("telegram", is_social=True) for _ in range(3)}
    assert len(colours) == 1
    for look in (palette.channel_dash, palette.channel_symbol):
        assert look("telegram") == look("telegram")
    assert len({palette.channel_symbol(name) for name in CHANNELS}) == len(CHANNELS)
    assert palette.channel_dash("\ud83d")  # half a surrogate pair is a name too


@pytest.mark.parametrize(
    "colour", [*palette.PURPOSE_COLOURS.values(), *palette.SENTIMENT_COLOURS.values()]
)
def test_text_on_a_mark_can_be_read(colour: str) -> None:
    assert contrast(palette.text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", sorted(ALL))
def test_luminance_is_the_published_one(colour: str) -> None:
    assert palette.luminance(colour) == pytest.approx(
        float(linear(colour) @ [0.2126, 0.7152, 0.0722])
    )


def test_band_is_the_colour_seen_through() -> None:
    assert palette.band("#0a64ff", opacity=0.5) == "rgba(10,100,255,0.5)"

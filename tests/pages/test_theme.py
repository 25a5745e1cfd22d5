"""The look: contrast in both themes, nothing fetched from elsewhere, no markup let through."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from pages.ui.card import _INK
from pages.ui.text import age_of_seconds, plain, unbroken

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# Streamlit writes captions and placeholders in the text colour at this opacity.
FADED = 0.6


def rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def over(colour: str, ground: str, opacity: float) -> tuple[float, ...]:
    pairs = zip(rgb(colour), rgb(ground), strict=True)
    return tuple(opacity * ink + (1 - opacity) * paper for ink, paper in pairs)


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of sRGB.  Source: WCAG 2.2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_against_the_published_value() -> None:
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21.0)
    assert contrast(rgb("#767676"), rgb("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    for ground in (theme["backgroundColor"], theme["sidebar"]["backgroundColor"]):
        paper = rgb(ground)
        assert contrast(rgb(theme["textColor"]), paper) >= 7
        assert contrast(over(theme["textColor"], ground, FADED), paper) >= 4.5
        for name in ("linkColor", "grayTextColor", "blueTextColor", "orangeTextColor"):
            assert contrast(rgb(theme[name]), paper) >= 4.5, name
    assert contrast(rgb(_INK[mode]), rgb(theme["backgroundColor"])) >= 4.5


def test_nothing_is_fetched_or_reported() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "http" not in text
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["disableDataExport"] is True


# The one component: its script stands there word for word, and it is handed no data.
WATCH = ROOT / "pages" / "ui" / "theme_watch.py"


def test_no_page_lets_markup_through() -> None:
    for path in [ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword):
                assert node.arg != "unsafe_allow_html", path
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                barred = ("html", "write") if path == WATCH else ("html", "write", "components")
                assert not (node.value.id == "st" and node.attr in barred), path


def test_the_component_that_follows_the_theme_is_handed_nothing() -> None:
    tree = ast.parse(WATCH.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made, mounted = sorted(calls, key=lambda call: call.lineno)
    assert [one.arg for one in made.keywords] == ["js"]
    assert all(isinstance(value, ast.Constant) for value in (*made.args, made.keywords[0].value))
    assert mounted.args == []
    assert [one.arg for one in mounted.keywords] == ["key", "on_changed_change"]


def test_words_are_shown_as_written() -> None:
    assert plain("a\n# b\t c") == r"a \# b c"
    assert plain("[x](javascript:1) $x$ :red[y]") == (
        r"\[x\]\(javascript\:1\) \$x\$ \:red\[y\]")
    assert plain(unbroken("7.1 % (6.8–7.4 %, n = 31,204)")) == (
        "7\\.1\u00a0% \\(6\\.8–7\\.4\u00a0%, n\u00a0\\=\u00a031,204\\)")


@pytest.mark.parametrize(("seconds", "words"), [
    (0, "just now"), (59, "just now"), (61, "1 min ago"), (3600, "1 h ago"),
    (47 * 3600, "47 h ago"), (49 * 3600, "2 days ago"), (-5, "just now"),
])
def test_ages_in_words(seconds: float, words: str) -> None:
    assert age_of_seconds(seconds) == words

"""Draws the page again when light turns to dark while it is open.

Charts are drawn in the ink of the reader's theme, which Python chooses.  Streamlit follows the
system's theme in the browser at once, and runs nothing for that: the ink would stay that of before.
"""

from __future__ import annotations

import streamlit as st

# The browser calls this when the component appears, and again whenever the theme changes.
_WATCH = st.components.v2.component("decaf_theme_watch", js="""
export default function ({ parentElement, setTriggerValue }) {
  const host = parentElement.host ?? parentElement;
  const now = getComputedStyle(host).getPropertyValue("--st-background-color");
  const before = host.dataset.background;
  host.dataset.background = now;
  if (before && before !== now) setTriggerValue("changed", now);
}
""")


def follow_theme() -> None:
    """Run the page again when its theme changes.  Draws nothing."""
    _WATCH(key="theme_watch", on_changed_change=lambda: None)

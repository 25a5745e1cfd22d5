"""A company with one loud customer, a fault that hits many, copied posts and a mood on one network.

120 days from 1 January 2026; every day four messages of everyday matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from data.build import build
from data.home import Home
from data.settings import Settings, save_settings
from tests.companies import put, say

FIRST, DAYS = date(2026, 1, 1), 120
_EVERYDAY = (("phone", "Router restarted by the caller, works again"),
             ("email", "Please change the address on my contract"),
             ("chat", "Where can I see my data volume"),
             ("x", "My parcel is late, please help"))
_FAULT = ("Why is there a paper invoice fee on my bill?", "Charged a paper invoice fee, angry.",
          "I never wanted paper, remove the paper invoice fee please",
          "There is a paper invoice fee again, this is wrong")
_MOOD = ("Your new banner is ugly and broken", "The banner hides the login, terrible",
         "Cannot find anything below that awful banner", "Banner again, I hate it")


def troubled_rows() -> dict[str, list[Mapping[str, Any]]]:
    """Customers and interactions; the numbers that tests count by hand stand here."""
    rows: list[Mapping[str, Any]] = []

    def add(day: int, channel: str, text: str | None, **who: Any) -> None:
        at = f"{FIRST + timedelta(days=day)} {9 + len(rows) % 9:02d}:{len(rows) % 60:02d}"
        rows.append(say(len(rows), channel, at, text=text, **who))

    for day in range(DAYS):
        for at, (channel, text) in enumerate(_EVERYDAY):
            who = {"handle": f"@h{(day * 4 + at) % 90}"} if channel == "x" else {
                "customer": f"c{(day * 4 + at) % 160}"}
            add(day, channel, text, **who)
    for k in range(20):  # one handle, twenty posts over twenty days
        add(30 + k, "x", f"Your van flattened my hedge and nobody answers, complaint {k}",
            handle="@lone")
    for k in range(40):  # forty people in two weeks on four channels
        channel = ("phone", "email", "chat", "x")[k % 4]
        who = {"handle": f"@f{k}"} if channel == "x" else {"customer": f"c{k}"}
        add(70 + k % 14, channel, _FAULT[k // 4 % 4], **who)
    for k in range(15):  # the very same words from fifteen handles in two days
        add(100 + k % 2, "x", "Worst network ever, useless support, everyone leave now",
            handle=f"@copy{k}")
    for k in range(16):  # a mood on one network
        add(110 + k % 3, "x", f"{_MOOD[k % 4]} {'really ' * (k // 4)}", handle=f"@m{k}")
    customers = [{"customer_id": f"c{k}", "region": ("north", "south")[k % 2],
                  "segment": ("consumer", "business", "senior")[k % 3]} for k in range(160)]
    return {"customers": customers, "interactions": rows}


def build_troubled(home: Home) -> Home:
    """The rows above as a built home."""
    save_settings(home, Settings(company="Troubled"))
    put(home, **troubled_rows())
    build(home)
    return home

"""The worked numbers of docs/operations.md, computed again by the functions that pages use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.discovery import benjamini_hochberg
from analysis.intervals import wilson
from analysis.own_posts import text_flags
from analysis.participation import outside_care, participants, standard_ratio
from analysis.response import kept_promises
from analysis.routing import rule_table, totals
from analysis.routing_replay import Items, Looks, replay
from analysis.scan import rate_ratio, rise_p
from analysis.survival import chance_at, cheapest_target, kaplan_meier, tally
from analysis.verdict import concentration
from tests.analysis.test_participation import person

GUIDE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
# Freireich et al. (1963), 6-MP: weeks in remission, and whether it ended.
REMISSIONS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [True, True, True, False, True, False, True, False, False, True, True, False, False, False,
         True, True, False, False, False, False, False]


def percent(share: float, low: float, high: float) -> str:
    return f"**{100 * share:.1f} % ({100 * low:.1f}–{100 * high:.1f} %)**"


def test_response() -> None:
    (row,) = kept_promises(pd.DataFrame([{
        "category": "all", "sla_met": 90, "sla_breached": 10, "sla_open": 7}])).to_dict("records")
    assert percent(row["share"], row["low"], row["high"]) in GUIDE
    curve = kaplan_meier(tally(REMISSIONS, ENDED))
    one = chance_at(curve, 10, waiting=15)
    assert percent(one.chance, one.low, one.high) in GUIDE
    target = cheapest_target(curve, below=0.5, seen=35)
    assert (target.wait, target.low) == (23, 13)
    assert "week **23**, at least up to week **13**" in GUIDE


def test_routing() -> None:
    matches = pd.DataFrame({"rules": ["1", "1 2", ""], "messages": [3, 2, 5]})
    first, second = rule_table(matches, names=["a", "b"]).to_dict("records")
    assert (f"rule 1 catches **{first['caught']}**, of which **{first['only_this_rule']}** no "
            f"other rule claims, rule 2 catches **{second['caught']}** of **{second['claimed']}**; "
            f"no rule catches **{totals(matches)['none']}**") in GUIDE
    none = np.zeros(3)
    seen = replay(Items(np.array([0.0, 10, 20]), np.arange(3), none.astype(int),
                        np.array([2, 1, 2]), np.full(3, 1e6), none),
                  Looks(np.array([30.0, 60, 90]), none.astype(int))).seen
    assert seen.tolist() == [60, 30, 90]
    assert "answered at **30**, the others at **60** and **90** s" in GUIDE


def test_isolated_or_systemic() -> None:
    ratio, (low, high) = rate_ratio(60, 40, share=0.5)
    assert f"**{ratio:.1f} times ({low:.3f}–{high:.3f})**" in GUIDE
    assert f"p = **{rise_p(60, 40, share=0.5):.4f}**" in GUIDE
    q = benjamini_hochberg([0.01, 0.04, 0.03, 0.5])
    three = ", ".join(f"**{one:.3g}**" for one in q[:3])
    assert f"give {three} and **{q[3]:.1f}**" in GUIDE
    held = concentration(n=10, authors=3, top=5, squares=38)
    assert (f"index **{held.herfindahl:.3f}**, as concentrated as **{held.effective:.2f}** people "
            f"who all wrote the same number, top share **{100 * held.top_share:.0f} %**") in GUIDE


def test_who_answers_and_own_posts() -> None:
    rows = participants(pd.DataFrame([person("a", 60)]), dimension="person", days=28)
    assert f"in 28 days are **{rows['per_week'].iloc[0]:.0f}** a week" in GUIDE
    shares = outside_care(pd.DataFrame([
        {"bucket": pd.Timestamp("2026-03-02"), "department": name, "is_social": True,
         "replies": replies, "whole_bucket": True} for name, replies in (("care", 70), ("x", 30))
    ]), ["care"]).iloc[0]
    assert percent(shares["share"], *wilson(30, 100)) in GUIDE
    ratio, (low, high), _ = standard_ratio(30, 40, 25)
    assert f"**{ratio:.2f} ({low:.3f}–{high:.3f})**" in GUIDE
    (flag,) = text_flags("We'll refund you by Friday, I promise.")
    assert (flag.kind, flag.severity) == ("promise", 3)
    assert f"a promise of severity **{flag.severity}**" in GUIDE


def test_the_planted_curve_of_the_table() -> None:
    for hours, said in ((4, "0.8"), (12, "4.1"), (24, "11.1"), (48, "28.3"), (72, "45.7")):
        assert 100 * (1 - np.exp(-((hours / 100) ** 1.5))) == pytest.approx(float(said), abs=0.05)
        assert f"| {hours} | {said} % |" in GUIDE
    assert 100 * (-np.log(0.9)) ** (2 / 3) == pytest.approx(22.3, abs=0.05)

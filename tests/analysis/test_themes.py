"""Phrases laid together to themes: worked examples, and an incident told in two ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.themes import Theme, merged, surge_start, surging, telling, theme_words, tied


def terms(**ratio: float) -> pd.DataFrame:
    return pd.DataFrame({"term": [name.replace("_", " ") for name in ratio],
                         "ratio": list(ratio.values())})


def test_phrases_of_the_same_messages_are_one_theme() -> None:
    found = tied(terms(invoice=9.0, paper_invoice=8.0, fee=3.0, router=7.0),
                 {"invoice": range(1, 10), "paper invoice": range(1, 9), "fee": range(7, 11),
                  "router": range(11, 19)})
    assert [(theme.phrases, len(theme.rows)) for theme in found] == [
        (["invoice", "paper invoice", "fee"], 10), (["router"], 8)]


def test_a_word_that_only_rides_along_opens_no_theme() -> None:
    rows = {"invoice": range(100), "life": [*range(40), *range(200, 260)],
            "alone": range(300, 308)}
    found = tied(terms(invoice=50.0, life=2.4, alone=9.0), rows)
    # 60 of its 100 messages are not in the theme before, but 0.6 of 2.4 times usual is no rise.
    assert [theme.phrases for theme in found] == [["invoice"], ["alone"]]
    assert [theme.phrases[0] for theme in tied(terms(invoice=50.0, life=4.0), rows)] == [
        "invoice", "life"]


def test_a_chain_of_shared_messages_ends() -> None:
    rows = {f"t{k}": range(10 * k, 10 * k + 20) for k in range(6)}
    found = tied(terms(**dict.fromkeys(rows, 9.0)), rows)
    assert found[0].phrases == list(rows)


def test_surges_of_one_day_are_one_incident() -> None:
    hours = {row: 3600.0 * row for row in range(400)}
    outage, dark = Theme(["outage"], set(range(100, 110))), Theme(["dark"], set(range(104, 114)))
    later, slow = Theme(["later"], set(range(200, 210))), Theme(["slow"], {1, 100, 200, 300})
    found = merged([outage, later, dark, slow], hours)
    assert [theme.phrases for theme in found] == [["outage", "dark"], ["later"], ["slow"]]
    assert found[0].rows == set(range(100, 114))
    assert outage.rows == set(range(100, 110)), "what comes in stays as it is"


def test_where_a_surge_starts() -> None:
    assert surge_start([3600.0 * h for h in (0, 30, 31, 40)]) == 3600.0 * 30
    assert surge_start([3600.0 * h for h in (0, 100, 200, 300)]) is None
    assert surge_start([]) is None


def test_the_phrases_that_tell_a_theme() -> None:
    about = pd.DataFrame({"term": ["hedge", "van", "call"], "messages": [90, 28, 400],
                          "inside": [90, 8, 100], "ratio": [np.inf, 30.0, 6.0]})
    theme = Theme(["hedge", "van", "call"], set(range(100)))
    rows = {"hedge": range(90), "van": range(90, 98), "call": range(100)}
    assert telling(theme, about, rows) == ["hedge", "van"]
    common = about.assign(ratio=[2.0, 2.0, 2.0])
    assert telling(theme, common, rows) == ["hedge"], "the leading phrase where none is specific"


def test_a_theme_is_named_by_the_longest_chain() -> None:
    inside = {"invoic": 870, "paper invoic": 860, "invoic fee": 630, "fee again": 90}
    assert theme_words(list(inside), inside) == ["paper", "invoic", "fee"]
    assert theme_words(["hedg", "van flatten"], {"hedg": 70, "van flatten": 16}) == ["hedg"]
    assert theme_words(["a b", "b a"], {"a b": 9, "b a": 9}) == ["a", "b"]


def test_surging_pays_for_every_term() -> None:
    random = np.random.default_rng(2)
    exposure = [200] * 60
    rows = [(f"w{k:03d}", bucket, int(n)) for k in range(300)
            for bucket, n in enumerate(random.poisson(1.0, 60)) if n]
    rows += [("hedge", bucket, 7) for bucket in range(30, 34)]
    found = surging(pd.DataFrame(rows, columns=["term", "bucket", "messages"]), exposure)
    assert found["term"].tolist() == ["hedge"]
    row = found.iloc[0]
    assert (row["first"], row["last"], row["inside"], row["messages"]) == (30, 34, 28, 28)
    assert found.attrs["tested"] == 301
    assert row["q"] == pytest.approx(301 * row["p"], rel=1e-6)
    none = surging(pd.DataFrame(columns=["term", "bucket", "messages"]), [])
    assert none.empty
    assert none.attrs["tested"] == 0

"""Published figures: every one can be cited, and none pretends to be younger or better founded."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.intervals import wilson
from data.benchmarks import REGISTER, RegisterError, benchmarks, read_register


def test_the_register_holds_the_sources_figures() -> None:
    found = benchmarks().set_index("id")
    assert found["share"].to_dict() == {
        "ibm_interact": 0.23, "ibm_discounts": 0.61, "ibm_buy": 0.55, "ibm_service": 0.37,
        "ibm_service_of_all": 0.0851, "sncr_vent": 0.59, "sncr_research": 0.72,
        "sncr_choose": 0.74, "spiegel_low": 0.75, "spiegel_high": 0.925}
    assert found.loc["ibm_interact", "n"] == 1056
    assert pd.isna(found.loc["ibm_service", "n"])
    assert found.loc["sncr_vent", "about"]
    assert (found["wording"].str.len() > 10).all()


def test_stars_become_the_share_that_gives_their_mean() -> None:
    found = benchmarks("believed praise").set_index("id")["share"]
    for name, stars in (("spiegel_low", 4.0), ("spiegel_high", 4.7)):
        assert 5 * found[name] + 1 * (1 - found[name]) == pytest.approx(stars)


def test_the_derived_figure_is_what_its_parts_give() -> None:
    found = benchmarks().set_index("id")
    derived = found.loc["ibm_service_of_all"]
    assert derived["derived"]
    assert derived["share"] == pytest.approx(0.23 * 0.37, abs=0.0001)
    assert wilson(90, 1056) == pytest.approx((0.070, 0.1036), abs=0.0005)


def test_old_figures_say_their_age() -> None:
    found = benchmarks("reasons", today=date(2026, 11, 1)).set_index("id")
    assert found.loc["ibm_buy", "warning"] == "15 years old"
    assert set(found["topic"]) == {"reasons"}
    assert benchmarks(today=date(2012, 1, 1))["warning"].eq("").all()


@pytest.mark.parametrize(("change", "why"), [
    (('source = "Society', 'surce = "Society'), "lacks source"),
    (("share = 0.23", "share = 23"), "between 0 and 1"),
    (('id = "ibm_buy"', 'id = "ibm_service"'), "same id"),
    (("year = 2008", 'year = ""'), "lacks year"),
    (("about = true", "abut = true"), "unknown abut"),
])
def test_a_figure_that_cannot_be_cited_is_refused(change: tuple[str, str], why: str) -> None:
    text = REGISTER.read_text(encoding="utf-8")
    with pytest.raises(RegisterError, match=why):
        read_register(text.replace(*change, 1))

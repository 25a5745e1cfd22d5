"""The work per contact: a worked number, its naive twin, and what nobody can tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import quantile_of_t
from analysis.work import seconds_per_contact


def sums(contacts: list[float], seconds: list[float]) -> pd.DataFrame:
    c, s = np.array(contacts), np.array(seconds)
    return pd.DataFrame({
        "channel": ["phone"], "days": [len(c)], "contacts": [c.sum()], "messages_timed": [c.sum()],
        "handle_seconds": [s.sum()], "contacts_squared": [(c**2).sum()],
        "seconds_squared": [(s**2).sum()], "contacts_times_seconds": [(c * s).sum()]})


def test_the_worked_number() -> None:
    row = seconds_per_contact(sums([10.0] * 8, [3000.0] * 4 + [5000.0] * 4)).iloc[0]
    assert row["seconds"] == pytest.approx(400)
    assert (row["low"], row["high"]) == (pytest.approx(310.6, abs=0.05),
                                         pytest.approx(489.4, abs=0.05))


def test_it_is_what_the_days_give_one_by_one() -> None:
    rng = np.random.default_rng(5)
    contacts = rng.poisson(30, 20).astype(float)
    seconds = contacts * rng.normal(300, 40, 20)
    row = seconds_per_contact(sums(contacts.tolist(), seconds.tolist())).iloc[0]
    ratio = seconds.sum() / contacts.sum()
    rest = seconds - ratio * contacts
    half = quantile_of_t(0.95, 19) * rest.std(ddof=1) / 20**0.5 / contacts.mean()
    assert row["high"] - row["seconds"] == pytest.approx(half)


def test_without_contacts_or_times_nobody_can_tell() -> None:
    assert np.isnan(seconds_per_contact(sums([0.0] * 8, [5.0] * 8)).iloc[0]["seconds"])
    assert np.isnan(seconds_per_contact(sums([3.0] * 8, [0.0] * 8)).iloc[0]["seconds"])
    few = seconds_per_contact(sums([3.0] * 6, [900.0] * 6)).iloc[0]
    assert few["seconds"] == 300
    assert np.isnan(few["low"])

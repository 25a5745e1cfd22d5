"""Calibration: the worked error, knots that never fall, and chances that hold."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.calibration import calibrated, expected_error, knots_of


def test_the_worked_error() -> None:
    assert expected_error(np.array([0.8, 0.8]), np.array([True, False])) == pytest.approx(0.3)
    assert expected_error(np.array([0.5, 0.5, 1.0]), np.array([True, False, True])) == 0.0


def test_overconfident_claims_are_brought_to_what_they_are_worth() -> None:
    chance = np.random.default_rng(1)
    claims = chance.uniform(0.34, 1, 80_000)
    right = chance.random(80_000) < 0.3 + 0.5 * claims
    raw = expected_error(claims, right)
    made = knots_of(claims[::2], right[::2])
    assert expected_error(calibrated(claims[1::2], made), right[1::2]) < 0.02 < raw
    chances = [one for _, one in made]
    assert chances == sorted(chances)
    assert len(made) == 12
    np.testing.assert_allclose(chances, 0.3 + 0.5 * np.array(made)[:, 0], atol=0.03)


def test_few_posts_are_refused() -> None:
    with pytest.raises(ValueError, match="40"):
        knots_of(np.full(39, 0.5), np.full(39, True))

"""The level of a day as one normal distribution, against the Kalman filter of statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.tsa.statespace.initialization import Initialization
from statsmodels.tsa.statespace.structural import UnobservedComponents

from analysis.forecasting import structure

DAYS, AHEAD = 120, 14
SD = np.array([1.0, 0.3, 0.5])
LEARNED = np.array([0.01, 0.002, 0.02, 0.6])


@pytest.fixture(scope="module")
def made() -> tuple[np.ndarray, np.ndarray]:
    """Log totals that wander, with a weekday and two events, and days that nobody knows."""
    rng = np.random.default_rng(5)
    day = np.arange(DAYS + AHEAD)
    effects = np.column_stack([day % 7 == 0, day % 31 == 4, np.cos(day / 9)]).astype(float)
    values = 5 + np.cumsum(rng.normal(0, 0.04, len(day))) + effects @ [0.5, -0.2, 0.1]
    values += rng.normal(0, 0.1, len(day))
    values = values[:DAYS]
    values[[3, 4, 40, 80, DAYS - 1]] = np.nan
    return values, effects


def kalman(values: np.ndarray, effects: np.ndarray) -> UnobservedComponents:
    """The same model as a state space, effects as states that start from their priors."""
    model = UnobservedComponents(values, level="llevel", autoregressive=1, exog=effects,
                                 mle_regression=False)
    start = Initialization(model.k_states, approximate_diffuse_variance=100.0)
    start.set(0, "approximate_diffuse")
    start.set(1, "stationary")
    start.set((2, model.k_states), "known", constant=np.zeros(len(SD)),
              stationary_cov=np.diag(np.square(SD)))
    model.ssm.initialization = start
    model.loglikelihood_burn = 1
    return model


def test_one_step_forecasts_and_the_outlook_are_those_of_a_kalman_filter(
        made: tuple[np.ndarray, np.ndarray]) -> None:
    values, effects = made
    filtered = kalman(values, effects[:DAYS]).filter(LEARNED, cov_type="none")
    coming = filtered.get_forecast(AHEAD, exog=effects[DAYS:])
    found = structure.outlook(values, effects, SD, LEARNED)
    seen = ~np.isnan(values)
    assert found.one_step == pytest.approx(np.asarray(filtered.forecasts[0])[seen], abs=1e-8)
    assert found.mean == pytest.approx(np.asarray(coming.predicted_mean), abs=1e-8)
    assert found.sd == pytest.approx(np.asarray(coming.se_mean), abs=1e-8)


def test_what_is_learned_is_at_least_as_likely_as_what_statsmodels_learns(
        made: tuple[np.ndarray, np.ndarray]) -> None:
    values, effects = made
    model = kalman(values, effects[:DAYS])
    theirs = model.fit(disp=0, maxiter=200, cov_type="none", return_params=True)
    ours = structure.learn(values, effects[:DAYS], SD)
    assert model.loglike(ours) >= model.loglike(theirs) - 0.01
    # Away from the top it is less likely, whichever way one goes.
    for at, factor in ((0, 1.5), (0, 0.6), (1, 3.0), (2, 1.5), (2, 0.6)):
        off = ours.copy()
        off[at] *= factor
        assert model.loglike(off) < model.loglike(ours)


def test_the_slope_of_the_likelihood_is_its_difference_quotient(
        made: tuple[np.ndarray, np.ndarray]) -> None:
    values, effects = made
    seen = np.flatnonzero(~np.isnan(values))
    scaled = effects[seen] * SD
    pairs = structure._pairs(seen, scaled, seen, scaled)
    at = np.append(np.log(LEARNED[:3]), LEARNED[3])
    worth, slope = structure._likelihood(pairs, values[seen], at)
    for one in range(4):
        step = 1e-5 * np.eye(4)[one]
        up, down = (structure._likelihood(pairs, values[seen], at + sign * step)[0]
                    for sign in (1, -1))
        assert slope[one] == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-5)
    constant = 0.5 * np.log(2 * np.pi) * (len(seen) - 1)
    assert worth - constant == pytest.approx(kalman(values, effects[:DAYS]).loglike(LEARNED))


def test_a_single_known_day_is_enough_to_say_something() -> None:
    values = np.array([3.0, np.nan, np.nan])
    effects = np.zeros((5, 1))
    learned = structure.learn(values, effects[:3], np.array([1.0]))
    found = structure.outlook(values, effects, np.array([1.0]), learned)
    assert found.mean == pytest.approx([3.0, 3.0], abs=0.2)
    assert np.isfinite(found.sd).all()

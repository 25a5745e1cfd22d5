"""Weights every survey wave to the customers there were, and says how well that went."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.carry import SURVEY
from data.settings import Settings
from data.stored import store

VARIABLES = ("segment", "region", "tier")
# What a respondent who is no known customer did not say about himself.
_NOT_TOLD = "not told"
_WAVE = {"wave": "str", "first_day": "datetime64[us]", "last_day": "datetime64[us]",
         "answers": "int64", "weighted": "int64", "left_out": "int64", "customers_gone": "int64",
         "customers_then": "int64", "converged": "bool", "largest_gap": "float64",
         "trimmed": "int64", "uncovered": "float64", "deff": "float64", "n_eff": "float64",
         "problem": "str"}
_MARGIN = {"wave": "str", "variable": "str", "category": "str", "customers": "int64",
           "target_share": "float64", "answered_share": "float64", "weighted_share": "float64"}
_WEIGHT = {"wave": "str", "respondent_id": "str", "weight": "float64", "left_out": "str",
           "cell": "Int64", "variance_weight": "float64"}
_AXIS = {"wave": "str", "cell": "int64", "axis": "int64", "value": "float64", "spread": "float64"}


def weigh_survey(db: duckdb.DuckDBPyConnection, settings: Settings, *, kept: bool = False) -> None:
    """Make survey_answers, survey_waves, survey_margins and survey_axes from survey_respondents.

    ``kept``: those of the build before are there and hold, where the same channels are social.

    Each wave is raked to the customers of its first day by segment, region and tier.  A wave that
    cannot be weighted keeps its answers without weights, and ``problem`` says why.  survey_axes is
    what variances need of the margins: see :func:`analysis.raking_variance.axes`.
    """
    if kept and _social(db, "channels") == _social(db, "channels_before"):
        db.execute("drop table survey_respondents")
        return
    for name in SURVEY:
        db.execute(f"drop table if exists {name}")
    answers = db.execute("select * from survey_respondents").df()
    weights, waves, margins, axes = [], [], [], []
    for wave, mine in answers.groupby("wave", sort=True):
        one = _wave(db, str(wave), mine.reset_index(drop=True))
        weights.append(one[0])
        waves.append(one[1])
        margins.append(one[2])
        axes.append(one[3])
    store(db, "table survey_waves", pd.DataFrame(waves, columns=list(_WAVE)).astype(_WAVE))
    store(db, "table survey_margins", _stacked(margins, _MARGIN))
    store(db, "table survey_axes", _stacked(axes, _AXIS))
    social = sorted({*_social(db, "channels"), *settings.social_channels})
    db.register("frame", _stacked(weights, _WEIGHT))
    db.execute(
        "create table survey_answers as select r.* exclude (customer_known, customer_gone), "
        "list_has_any(r.channels_used, $social::varchar[]) as uses_social, "
        "list_has_any(list_transform(r.reasons, lambda one: lower(one)), $reasons::varchar[]) "
        "and list_has_any(r.channels_used, $social::varchar[]) as uses_social_for_service, "
        "f.weight, f.left_out, f.cell, f.variance_weight from survey_respondents as r "
        "join frame as f using (wave, respondent_id) order by wave, respondent_id",
        {"social": social, "reasons": list(settings.service_reasons)})
    db.unregister("frame")
    db.execute("drop table survey_respondents")


def _social(db: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in db.execute(
        f"select channel from {table} where is_social order by channel").fetchall()]


def _wave(db: duckdb.DuckDBPyConnection, wave: str, mine: pd.DataFrame
          ) -> tuple[pd.DataFrame, dict[str, Any], pd.DataFrame, pd.DataFrame]:
    first_day, last_day = mine["answered_on"].min(), mine["answered_on"].max()
    targets = _targets(db, first_day)
    groups = pd.DataFrame({name: _told(mine, name) for name in VARIABLES})
    left_out = _left_out(mine, groups, targets)
    used = left_out.isna()
    about: dict[str, Any] = {
        "wave": wave, "first_day": first_day, "last_day": last_day, "answers": len(mine),
        "weighted": 0, "left_out": int((~used).sum()),
        "customers_gone": int(mine["customer_gone"].sum()),
        "customers_then": int(targets["segment"].sum()) if len(targets["segment"]) else 0,
        "converged": False, "largest_gap": None, "trimmed": 0, "uncovered": None, "deff": None,
        "n_eff": None, "problem": None}
    weight, margins = _raked(mine, groups, used, targets, about)
    out = pd.DataFrame({"wave": wave, "respondent_id": mine["respondent_id"], "weight": weight,
                        "left_out": left_out, "cell": None, "variance_weight": float("nan")})
    if not about["weighted"]:
        return out, about, margins.assign(wave=wave), pd.DataFrame()
    return out, about, margins.assign(wave=wave), _axes(out, groups, used).assign(wave=wave)


def _axes(out: pd.DataFrame, groups: pd.DataFrame, used: pd.Series) -> pd.DataFrame:
    """What the margins explain, long; notes in ``out`` each answer's cell and its variance."""
    from analysis.raking_variance import axes

    fit = axes(groups[used], out.loc[used, "weight"].to_numpy())
    out.loc[used, "cell"] = fit.cell
    out.loc[used, "variance_weight"] = fit.variance_weight
    cells, along = fit.values.shape
    return pd.DataFrame({"cell": np.repeat(np.arange(cells), along),
                         "axis": np.tile(np.arange(along), cells), "value": fit.values.ravel(),
                         "spread": np.tile(fit.spread, cells)})


def _raked(mine: pd.DataFrame, groups: pd.DataFrame, used: pd.Series,
           targets: dict[str, pd.Series], about: dict[str, Any]) -> tuple[pd.Series, pd.DataFrame]:
    """Weights (missing where none) and margins; notes in ``about`` how it went."""
    from analysis.raking import MarginsError, rake
    from analysis.survey import deff, n_eff

    weight = pd.Series(float("nan"), index=mine.index)
    if not about["customers_then"]:
        about["problem"] = ("No customers are loaded, so there is nothing to weight the answers "
                            "to. Load your customers table on the Data page.")
        return weight, pd.DataFrame()
    try:
        done = rake(groups[used], {name: dict(targets[name]) for name in VARIABLES},
                    base=mine.loc[used, "base_weight"].to_list())
    except MarginsError as error:
        about["problem"] = str(error)
        return weight, pd.DataFrame()
    weight[used] = done.weights
    about |= {"weighted": int(used.sum()), "converged": done.converged, "trimmed": done.trimmed,
              "largest_gap": done.largest_gap, "uncovered": done.uncovered,
              "deff": deff(done.weights), "n_eff": n_eff(done.weights)}
    counts = [int(targets[variable].get(category, 0)) for variable, category in
              zip(done.margins["variable"], done.margins["category"], strict=True)]
    return weight, done.margins.assign(customers=counts)


def _targets(db: duckdb.DuckDBPyConnection, day: pd.Timestamp) -> dict[str, pd.Series]:
    """Customers per category of each variable on a day; all of them where the day is missing."""
    until = None if pd.isna(day) else day.date()
    out = {}
    for name in VARIABLES:
        frame = db.execute(
            f"select {name} as category, count(*) as customers from customers "
            "where $day::date is null or joined_on is null or joined_on <= $day::date "
            "group by all order by all", {"day": until}).df()
        out[name] = frame.set_index("category")["customers"]
    return out


def _told(mine: pd.DataFrame, name: str) -> pd.Series:
    """A respondent's category; ``not told`` where neither the customer nor the answer has it."""
    missing = ~mine["customer_known"] & (mine[name] == "unknown")
    return mine[name].mask(missing, _NOT_TOLD)


def _left_out(mine: pd.DataFrame, groups: pd.DataFrame,
              targets: dict[str, pd.Series]) -> pd.Series:
    """Why an answer cannot be weighted; missing where it can."""
    out = pd.Series(None, index=mine.index, dtype="object")
    for name in VARIABLES:
        if not len(targets[name]):
            continue
        strange = ~groups[name].isin([*targets[name].index, _NOT_TOLD])
        out = out.mask(strange & out.isna(), "no customer belongs to " + name + " “"
                       + groups[name].astype(str) + "”")
    return out.mask(~(mine["base_weight"] > 0) & out.isna(), "its design weight is zero")


def _stacked(frames: list[pd.DataFrame], types: dict[str, str]) -> pd.DataFrame:
    some = [frame for frame in frames if len(frame)]
    out = pd.concat(some) if some else pd.DataFrame(columns=list(types))
    return out[list(types)].astype(types).reset_index(drop=True)

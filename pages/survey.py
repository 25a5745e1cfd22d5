"""What do customers answer: satisfaction, recommendation, channels and reasons?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts.survey import (
    survey_dots,
    survey_dots_alt,
)
from analysis.intervals import Interval, square_and_add
from analysis.survey import MIN_EFFECTIVE, difference_of_shares, nps_frame, weighted_shares
from analysis.wording import channel_name, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.estimates_weights import unweighted_warning
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.navigation import page_for
from pages.ui.published import published_card
from pages.ui.states import loading
from pages.ui.text import with_interval

_BY = {"all": "Waves", "segment": "Segments", "region": "Regions", "tier": "Tiers",
       "age": "Ages"}
_QUESTIONS = {"reasons for social media": "Reasons", "channels used": "Channels used",
              "channel preferred": "Preferred"}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        scores, choices, comments, waves = load_all(
            filters, metrics.survey_scores, metrics.survey_choices, metrics.survey_comments,
            metrics.survey_waves)
    if scores.empty:
        head("No survey answers are here to show.", filters)
        st.markdown("Load the table **survey_responses**, or clear the groups that are chosen.")
        st.page_link(page_for("data"), label="Load a survey")
        return
    top = st.container()
    names = sorted(scores["wave"].unique(), reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wave = st.selectbox("Survey wave", names, key="wave", bind="query-params", width=180)
        by = st.segmented_control("By", list(_BY), default="segment", required=True,
                                  format_func=_BY.__getitem__, key="survey_by",
                                  bind="query-params")
    wave = wave if wave in names else names[0]
    csat, nps = csat_of(scores), nps_of(scores)
    with top:
        head(answer(csat, nps, wave), filters,
             note=f"{change(csat, nps, wave)} Period, channel and purpose do not narrow a survey; "
                  "groups do.")
    unweighted_warning(waves, wave)
    left, right = st.columns(2)
    with left:
        _score_card("csat", "How satisfied are they?", "Top two of five boxes (%)",
                    _rows(csat.drop(columns="n_interval"), wave, by or "segment"), wave, filters)
    with right:
        _score_card("nps", "Would they recommend us?", "NPS, −100 to 100",
                    _rows(nps, wave, by or "segment"), wave, filters)
    left, right = st.columns(2)
    with left:
        _choice_card(choices, wave, filters)
    with right:
        published_card(filters, "reasons", "on social media", "reputation")
    mine = comments[comments["wave"] == wave]
    if not mine.empty:
        card(Card(key="survey_comments", title="What did they add in their own words?",
                  metric="survey_comments", frame=mine, filters=filters, height=320,
                  n=several(len(mine), "comment", "comments"), covers=f"wave {wave}"))


def csat_of(scores: pd.DataFrame) -> pd.DataFrame:
    """CSAT as the charts take it: wave, dimension, label, value, low, high (%), n, n_eff, too_few.

    ``n_interval`` is the size behind the interval, for comparing waves.
    """
    out = weighted_shares(scores, hits="csat_top_weight", weight="csat_weight_sum",
                          weight_squared="csat_weight_squared_sum",
                          hits_squared="csat_top_weight_squared",
                          residual_squared="csat_residual_squared")
    return _shown(out, 100 * out["share"], 100 * out["low"], 100 * out["high"],
                  out["csat_answers"]).assign(n_interval=out["n_interval"])


def nps_of(scores: pd.DataFrame) -> pd.DataFrame:
    """NPS as the charts take it; see :func:`csat_of`."""
    out = nps_frame(scores, weight_squared="nps_weight_squared_sum",
                    promoters_squared="promoters_squared", detractors_squared="detractors_squared",
                    residual_squared="nps_residual_squared")
    return _shown(out, out["nps"], out["low"], out["high"], out["nps_answers"])


def _shown(out: pd.DataFrame, value: pd.Series, low: pd.Series, high: pd.Series,
           n: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({
        "wave": out["wave"], "dimension": out["dimension"], "label": out["category"],
        "value": value, "low": low, "high": high, "n": n, "n_eff": out["n_eff"].round(1),
        "too_few": out["too_few"], "is_weighted": out["is_weighted"]})


def _rows(values: pd.DataFrame, wave: str, by: str) -> pd.DataFrame:
    """The rows of a chart: waves in time, groups by value, and what is too few unranked below."""
    if by == "all":
        return values[values["dimension"] == "all"].assign(label=lambda rows: rows["wave"])
    mine = values[(values["wave"] == wave) & (values["dimension"] == by)]
    ranked = mine[~mine["too_few"]]
    if by != "age":
        ranked = ranked.sort_values("value", ascending=False, kind="stable")
    return pd.concat([ranked, mine[mine["too_few"]]])


def answer(csat: pd.DataFrame, nps: pd.DataFrame, wave: str) -> str:
    """The page's sentence: satisfaction and recommendation of a wave."""
    happy, fans = _all(csat, wave), _all(nps, wave)
    if happy["too_few"] and fans["too_few"]:
        return (f"We cannot tell yet: {several(int(happy['n']), 'answer', 'answers')} in wave "
                f"{wave}, an effective n of {MIN_EFFECTIVE} is needed.")
    satisfied = with_interval(happy["value"] / 100, low=happy["low"] / 100,
                              high=happy["high"] / 100)
    return (f"{satisfied} of customers are satisfied, and the recommendation score is "
            f"{_signed(fans['value'])} ({_signed(fans['low'])} to {_signed(fans['high'])}); "
            f"n = {int(happy['n']):,} answers, effective n = {happy['n_eff']:,.0f}.")


def change(csat: pd.DataFrame, nps: pd.DataFrame, wave: str) -> str:
    """How both moved against the wave before, and whether that is within noise."""
    waves = sorted(csat["wave"].unique())
    at = waves.index(wave)
    if at == 0:
        return ""
    before = waves[at - 1]
    now, then, score, earlier = (_all(csat, wave), _all(csat, before), _all(nps, wave),
                                 _all(nps, before))
    if any(one["too_few"] for one in (now, then, score, earlier)):
        return f"Wave {before} cannot be compared: too few answers."
    low, high = difference_of_shares(now["value"] / 100, now["n_interval"],
                                     then["value"] / 100, then["n_interval"])
    moved = now["value"] - then["value"]
    first = (f"Against wave {before}: satisfied {_signed(moved, 1)} points "
             f"({_signed(100 * low, 1)} to {_signed(100 * high, 1)}{_noise(low, high)})")
    low, high = square_and_add(score["value"], Interval(score["low"], score["high"]),
                               earlier["value"], Interval(earlier["low"], earlier["high"]))
    return (f"{first}, recommendation {_signed(score['value'] - earlier['value'])} "
            f"({_signed(low)} to {_signed(high)}{_noise(low, high)}).")


def _signed(value: float, digits: int = 0) -> str:
    return f"{value + 0.0:+.{digits}f}".replace("-", "−")


def _noise(low: float, high: float) -> str:
    return ", within noise" if low <= 0 <= high else ""


def _all(values: pd.DataFrame, wave: str) -> pd.Series:
    return values[(values["wave"] == wave) & (values["dimension"] == "all")].iloc[0]


def _score_card(key: str, title: str, x: str, rows: pd.DataFrame, wave: str,
                filters: Filters) -> None:
    unit = "%" if key == "csat" else ""
    card(Card(
        key=f"survey_{key}", title=title, metric="survey_scores", frame=rows, filters=filters,
        figure=lambda: survey_dots(rows, x=x, unit=unit, zero=key == "csat"),
        alt=lambda: survey_dots_alt(rows, x=x, unit=unit),
        n=several(int(rows["n"].sum()), "answer", "answers"),
        covers="all waves" if rows["wave"].nunique() > 1 else f"wave {wave}",
    ))


def _choice_card(choices: pd.DataFrame, wave: str, filters: Filters) -> None:
    question = st.segmented_control("Question", list(_QUESTIONS), required=True,
                                    default=next(iter(_QUESTIONS)), key="survey_question",
                                    format_func=_QUESTIONS.__getitem__, bind="query-params",
                                    label_visibility="collapsed")
    mine = choices[(choices["wave"] == wave) & (choices["question"] == question)]
    shares = weighted_shares(mine, hits="choice_weight", hits_squared="choice_weight_squared",
                             residual_squared="choice_residual_squared")
    channels = str(question).startswith("channel")
    rows = pd.DataFrame({
        "label": [channel_name(one) if channels else one for one in shares["choice"]],
        "value": 100 * shares["share"], "low": 100 * shares["low"], "high": 100 * shares["high"],
        "n": shares["base_answers"], "n_eff": shares["n_eff"].round(1),
        "too_few": shares["too_few"], "answers": shares["answers"]})
    base = int(mine["base_answers"].max()) if len(mine) else 0
    of = "who use social media" if question == "reasons for social media" else "who answered"
    card(Card(
        key="survey_choices", title="Why do they use social media?" if question and
        question.startswith("reasons") else "Which channels do they name?",
        metric="survey_choices", frame=rows, filters=filters, covers=f"wave {wave}",
        figure=lambda: survey_dots(rows, x="Share of answers (%)"),
        alt=lambda: survey_dots_alt(rows, x="Share of answers (%)"),
        n=f"{several(base, 'respondent', 'respondents')} {of}",
        note="too few to rank" if rows["too_few"].any() else "several answers may be given",
    ))


if __name__ == "__main__":
    import dashboard

    dashboard.main()

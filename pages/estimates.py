"""What share of customers is on social media, by the log and by the survey?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts.estimates import (
    estimate_ranges,
    estimate_ranges_alt,
    log_bounds_bars,
    log_bounds_bars_alt,
)
from analysis.estimates import ABOVE, BELOW, TOO_FEW, log_bounds, two_estimates
from analysis.records import records
from analysis.survey import MIN_EFFECTIVE
from analysis.wording import percent, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card
from pages.ui.estimates_weights import left_out_words, unweighted_warning, weights_cards
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.navigation import page_for
from pages.ui.states import loading
from pages.ui.text import plain, with_interval

_WHAT = {"social": "On social media", "service": "There for service"}
_BY = {"all": "All customers", "segment": "Segments", "region": "Regions", "tier": "Tiers"}
_OF = {"active": "of active customers", "all": "of all customers"}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        log, survey, waves, left_out, margins, shares, social, handles = load_all(
            filters, metrics.log_share_at_waves, metrics.survey_social_share, metrics.survey_waves,
            metrics.survey_left_out, metrics.survey_margins, metrics.channel_share,
            metrics.social_share, metrics.match_rate)
    if survey.empty:
        head(_only_log(social.iloc[0], handles), filters)
        st.markdown("No survey is loaded, or nobody in the chosen groups answered. A survey is the "
                    "second estimate: load the table **survey_responses**.")
        st.page_link(page_for("data"), label="Load a survey")
        _period_card(shares, social, handles, filters)
        return
    top = st.container()
    wave, service = _choices(survey)
    both = two_estimates(log, survey, service=service)
    now = both[(both["wave"] == wave) & (both["dimension"] == "all")].iloc[0]
    with top:
        head(answer(now, service=service), filters,
             note="The survey and its log beside it count until the wave, whatever period, channel "
                  "and purpose are chosen; groups apply." + _tier_note(filters))
    unweighted_warning(waves, wave)
    _estimate_cards(both, now, filters, wave=wave, service=service, left_out=left_out)
    left, right = st.columns([2, 3])
    with left:
        _period_card(shares, social, handles, filters)
    with right:
        weights_cards(waves, margins, filters, wave=wave)


def answer(now: pd.Series, *, service: bool) -> str:
    """The page's sentence: both estimates, and whether they can both be right."""
    where = "on social media for service" if service else "on social media"
    if not now["answers"]:
        return f"The log has seen at least {percent(now['log_share'])} of customers {where}."
    if now["verdict"] == TOO_FEW:
        answers = several(now["answers"], "answer", "answers")
        said = (f"We cannot tell from the survey yet: {answers} "
                f"(effective n {now['n_eff']:,.0f}), at least {MIN_EFFECTIVE} are needed")
    else:
        share = with_interval(now["survey_share"], low=now["survey_low"], high=now["survey_high"])
        said = (f"{share} of customers say they are {where} with us "
                f"(n = {now['answers']:,}, effective n = {now['n_eff']:,.0f})")
    if not now["customers"]:
        return f"{said}; no customers are loaded, so there is no log to compare."
    seen = f"the log has seen {percent(now['log_share'])}, and at most {percent(now['log_upper'])}"
    judged = {ABOVE: ": they disagree.", BELOW: ": they disagree.",
              TOO_FEW: "."}.get(str(now["verdict"]), ": both can be right.")
    return f"{said}; {seen}{judged}"


def _only_log(social: pd.Series, handles: pd.DataFrame) -> str:
    n = int(social["active_customers"])
    if not n:
        return "There is neither a survey nor a customer in the log to tell a share from."
    unmatched = int((handles["handles_seen"] - handles["handles_matched"]).sum())
    row = log_bounds(pd.DataFrame([{"seen": social["customers"], "n": n, "open": unmatched}]),
                     seen="seen", base="n", unmatched="open").iloc[0]
    share = share_words(row["share"], low=row["low"], high=row["high"], n=n)
    return (f"The log has seen at least {share} of active customers on social media, and at most "
            f"{percent(row['upper'])}.")


def _choices(survey: pd.DataFrame) -> tuple[str, bool]:
    waves = sorted(survey["wave"].unique(), reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wave = st.selectbox("Survey wave", waves, key="wave", bind="query-params", width=180)
        what = st.segmented_control("Counted", list(_WHAT), default="social", required=True,
                                    format_func=_WHAT.__getitem__, key="est_what",
                                    bind="query-params")
    return wave if wave in waves else waves[0], what == "service"


def _tier_note(filters: Filters) -> str:
    if not filters.tiers:
        return ""
    return (" Answers without a customer number have no tier: they are left out while a tier is "
            "chosen.")


def _estimate_cards(both: pd.DataFrame, now: pd.Series, filters: Filters, *, wave: str,
                    service: bool, left_out: pd.DataFrame) -> None:
    of_all = both[both["dimension"] == "all"].assign(label=lambda frame: "Wave " + frame["wave"])
    left, right = st.columns([3, 2])
    with left:
        by = st.segmented_control("By", list(_BY), default="segment", required=True,
                                  format_func=_BY.__getitem__, key="est_by", bind="query-params",
                                  label_visibility="collapsed")
        mine = both[(both["wave"] == wave) & (both["dimension"] == (by or "segment"))].assign(
            label=lambda frame: frame["category"])
        mine = mine.sort_values("survey_share", ascending=False, kind="stable")
        # What is too few is never ranked.
        mine = pd.concat([mine[mine["verdict"] != TOO_FEW], mine[mine["verdict"] == TOO_FEW]])
        card(Card(
            key="estimates_by", title="Do log and survey agree in each group?",
            metric="survey_social_share", frame=mine, filters=filters,
            figure=lambda: estimate_ranges(mine), alt=lambda: estimate_ranges_alt(mine),
            n=_n(now), note=_disagreement(mine, left_out, wave), covers=f"wave {wave}",
        ))
    with right:
        card(Card(
            key="estimates_waves", title="Do they agree in every wave?",
            metric="log_share_at_waves", frame=of_all, filters=filters,
            figure=lambda: estimate_ranges(of_all), alt=lambda: estimate_ranges_alt(of_all),
            n=_n(now), covers="all waves",
            note="the log counts from its first day to the end of each wave",
        ))
        st.caption(plain(why(now)))


def _n(now: pd.Series) -> str:
    return (f"{several(now['answers'], 'answer', 'answers')}, "
            f"{several(now['customers'], 'customer', 'customers')}, "
            f"{several(now['unmatched_handles'], 'unmatched handle', 'unmatched handles')}")


def _disagreement(mine: pd.DataFrame, left_out: pd.DataFrame, wave: str) -> str:
    apart = mine[mine["verdict"].isin((ABOVE, BELOW))]
    words = ["in every group both can be right" if apart.empty else "they disagree in "
             + ", ".join(f"{row.category} ({row.verdict})" for row in records(apart)),
             "an unmatched handle could be anybody's, so each group's upper bound holds all of "
             "them", left_out_words(left_out, wave)]
    return "; ".join(one for one in words if one)


def why(now: pd.Series) -> str:
    """Why the two need not be equal, and what it means when they cannot both be right."""
    apart = {
        ABOVE: "More say it than the log can hold: they may mean other accounts than those that "
               "are loaded, contact before the log begins, or just following us; and who is on "
               "social media may answer more gladly.",
        BELOW: "Fewer say it than the log has seen for certain: they may have forgotten it, or "
               "those who are on social media answered less, or accounts are matched to the wrong "
               "customers.",
    }.get(str(now["verdict"]))
    return apart or (
        "They measure differently: the survey asks who says so, weighted to all customers; the log "
        "counts who has written, as far as accounts are matched to customers. The truth lies where "
        "both ranges overlap, if those who answered are like those who did not.")


def _period_card(shares: pd.DataFrame, social: pd.DataFrame, handles: pd.DataFrame,
                 filters: Filters) -> None:
    if shares.empty or not social.iloc[0]["active_customers"]:
        return
    of = st.segmented_control("Share of whom", list(_OF), default="active", required=True,
                              format_func=_OF.__getitem__, key="est_of", bind="query-params",
                              label_visibility="collapsed")
    base = f"{of or 'active'}_customers"
    frame = shares.merge(
        handles.assign(unmatched_handles=handles["handles_seen"] - handles["handles_matched"])
        [["channel", "unmatched_handles"]], on="channel", how="left")
    frame["unmatched_handles"] = frame["unmatched_handles"].fillna(0).astype("int64")
    frame = log_bounds(frame.assign(base_customers=frame[base]), seen="customers",
                       base="base_customers", unmatched="unmatched_handles")
    frame = frame[["channel", "is_social", "customers", "base_customers", "unmatched_handles",
                   "share", "low", "high", "upper", "upper_high"]]
    n = int(social.iloc[0][base])
    card(Card(
        key="log_bounds", title="What does the log see in the period, at least and at most?",
        metric="channel_share", frame=frame, filters=filters, clicks=Clicks(),
        figure=lambda: log_bounds_bars(frame), alt=lambda: log_bounds_bars_alt(frame),
        n=several(n, "active customer" if of != "all" else "customer",
                  "active customers" if of != "all" else "customers"),
        note="hatched: were every unmatched handle another customer; many are no customers at all",
    ))


if __name__ == "__main__":
    import dashboard

    dashboard.main()

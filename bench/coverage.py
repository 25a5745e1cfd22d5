"""Is an interval true?  The register of all that the product shows, and how each is measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bench import (
    coverage_audit,
    coverage_campaigns,
    coverage_counts,
    coverage_curves,
    coverage_decision,
    coverage_groups,
    coverage_levels,
    coverage_plans,
    coverage_replay,
    coverage_report,
    coverage_scores,
    coverage_shares,
    coverage_sides,
    coverage_spikes,
    coverage_surges,
    coverage_survey,
    coverage_themes,
    coverage_waits,
    coverage_work,
)
from bench.coverage_rows import Row


class Entry(NamedTuple):
    """One interval: the functions that give it, where it is shown, and what it assumes.

    Several functions stand together where one gives the limits of the other (a frame row by row, a
    change from its interval); a test holds that they agree.
    """

    title: str
    functions: tuple[str, ...]
    shown: str
    assumes: str
    measures: tuple[Callable[..., list[Row]], ...]


_IN, _CHANGE, _SURVEY = "analysis.intervals.", "analysis.change.", "analysis.survey."

REGISTER: tuple[Entry, ...] = (
    Entry("Share", (_IN + "wilson", _IN + "wilson_frame", _IN + "wilson_arrays"),
          "every share of customers, posts and conversations",
          "independent observations; from n = 4 on the average holds in every band. Below, a share "
          "under 2 % is seen as none in 97 to 99 of 100 samples, and whatever interval begins at "
          "zero then holds it",
          (coverage_shares.shares,)),
    Entry("Difference of two shares",
          (_IN + "share_difference", _CHANGE + "share_change", "analysis.score.difference_limits"),
          "changes on the overview's tiles",
          "two independent samples that together expect at least four successes and four failures; "
          "with fewer it is wide, for nobody can tell three against none from chance",
          (coverage_shares.differences,)),
    Entry("Relative change of a share",
          (_IN + "share_ratio", "analysis.score.ratio_limits"),
          "bars of what moved most",
          "two independent samples", (coverage_shares.ratios,)),
    Entry("Net sentiment, unweighted NPS",
          (_IN + "net_sentiment_interval", _IN + "net_sentiment_frame",
           "analysis.score.net_limits"),
          "net sentiment over time and by group; NPS where a wave has no weights",
          "independent posts, ten or more, and thirty where one side is rare. Where nine in ten "
          "are neutral it is wide. Posts of the same people are not independent: see the last rows",
          (coverage_scores.scores, coverage_scores.clusters)),
    Entry("Change of a net score",
          (_IN + "square_and_add", _CHANGE + "net_sentiment_change"),
          "change of net sentiment and of NPS",
          "two independent samples of thirty or more", (coverage_scores.changes,)),
    Entry("Ratio of two counts, dispersion known", (_IN + "count_change",),
          "bars of what moved most",
          "both periods scatter alike, and days are independent", (coverage_counts.ratios,)),
    Entry("Change of a count", (_CHANGE + "count_change_of",), "posts on the overview",
          "days that scatter alike and are independent; in less than two weeks the weekly pattern "
          "counts as noise, which is wide",
          (coverage_counts.changes,)),
    Entry("What moved most", ("analysis.trends.top_trends",), "the sentences of the overview",
          "as before; the share of looks at twenty measures, none of which moved, that find none",
          (coverage_counts.looks,)),
    Entry("Median or quantile of values",
          ("analysis.quantiles.quantile_interval", "analysis.quantiles.median_interval"),
          "posts in a usual day, week or month",
          "independent values of any distribution; no limit below 6 values for a median",
          (coverage_waits.ranks,)),
    Entry("Median and P90 of reply times", ("data.metrics.overview.overview_totals",
                                            "data.metrics.response.response_times",
                                            "data.metrics.participation.participation"),
          "the overview's tiles", "independent waits of any distribution; none is shown where a "
          "rank is missing (P90: below 45 answered)",
          (coverage_waits.replies,)),
    Entry("Change of a reply time", (_CHANGE + "duration_change",), "the overview's tiles",
          "independent waits of any distribution, the limits of both periods given",
          (coverage_waits.changes,)),
    Entry("Median or P90 from two numbers alone",
          ("analysis.quantiles.quantile_interval_lognormal",), "nowhere",
          "lognormal waits; for others it is false, and so it is not shown",
          (coverage_waits.lognormals,)),
    Entry("Raked share", (_SURVEY + "weighted_shares",), "CSAT, channels and reasons of a survey; "
          "the survey's share on social media, for all and by group",
          "who answers is not tied to the answer within the groups that are weighted for. What the "
          "margins explain of the answer is taken off the variance. Where willingness is tied to "
          "the answer no weighting mends it: see the last rows",
          (coverage_survey.shares, coverage_survey.groups, coverage_survey.unmended)),
    Entry("Difference of two raked shares", (_SURVEY + "difference_of_shares",),
          "change of CSAT between waves", "as before, waves of different people",
          (coverage_survey.differences,)),
    Entry("Raked NPS", (_SURVEY + "nps_frame",), "NPS of a wave, for all and by group",
          "as before", (coverage_survey.nps,)),
    Entry("Change of a raked NPS", (_IN + "square_and_add",), "change of NPS between waves",
          "as before, waves of different people", (coverage_survey.nps_changes,)),
    Entry("At least and at most by the log", ("analysis.estimates.log_bounds",),
          "share by the log, period by period",
          "each unmatched account is of one customer of the base, or of a stranger; the range is "
          "meant to hold the truth at least as often as said",
          (coverage_groups.bounds,)),
    Entry("Do log and survey agree?", ("analysis.estimates.two_estimates",), "Log and survey",
          "both of one truth; the share that is said to agree", (coverage_groups.agreement,)),
    Entry("Standardised difference", ("analysis.representative.profile_differences",),
          "who is over- or under-represented",
          "independent customers; the last row is the share of looks at twenty groups, none of "
          "which differs, that find none",
          (coverage_groups.standardised, coverage_groups.findings)),
    Entry("Offset of a mean", ("analysis.representative.mean_offsets",),
          "how wrong it would be to generalise a mean",
          "independent customers; of money, which few spend much of, thirty customers tell too "
          "little about its skewness for a true interval",
          (coverage_groups.offsets,)),
    Entry("Two sides compared",
          ("analysis.compare.compare", "analysis.means.mean_interval",
           "analysis.means.mean_difference"), "Compare",
          "independent customers and weeks; shares, scores and times are those above. Customers on "
          "both sides make it wide. Of money, which few spend much of, thirty are too few",
          (coverage_sides.means, coverage_sides.rates)),
    Entry("Mean of a count", (_IN + "count_interval",), "posts a day of a side, on Compare",
          "events that are independent, or that scatter as their dispersion says",
          (coverage_levels.counts,)),
    Entry("Ratio of two numbers", (_CHANGE + "ratio_of", "analysis.charts.compare.ratio_dots"),
          "A ÷ B on Compare", "two independent numbers above zero with true intervals of their own",
          (coverage_levels.ratios,)),
    Entry("Service level by simulation",
          ("analysis.skills.simulate", "analysis.skills.compare"), "Staffing",
          "how far the simulation may be from what it simulates, not from a real desk",
          (coverage_levels.played,)),
    Entry("Contacts per 1,000 sent",
          ("analysis.campaigns.contact_rate", "analysis.pooling.random_effects"),
          "Staffing",
          "three campaigns or more that differ as a normal distribution does. Where they differ by "
          "less than the errors of each, the limits of a new one are a little narrow; where they "
          "do not differ at all, wide. One or two do not tell how much campaigns differ, and their "
          "limits leave that out",
          (coverage_campaigns.rates,)),
    Entry("Channels of a campaign's contacts", ("analysis.campaigns.channel_mix",),
          "Staffing", "excesses that err independently and nearly normally",
          (coverage_campaigns.mixes,)),
    Entry("Usual contacts of an hour, and what lies beyond",
          ("analysis.spikes.detect", "analysis.spike_reasons.contributions",
           "analysis.spike_reasons.words_behind", "analysis.tails.limits"),
          "the band, the excess and its parts on Spikes",
          "weeks alike but for chance: days that vary by up to a quarter and hours by a third. The "
          "parts of a spike are taken to vary by 22 % from week to week; those that vary less "
          "have limits that are too wide",
          (coverage_spikes.bands, coverage_spikes.excesses, coverage_spikes.parts)),
    Entry("Margin of a survey",
          ("analysis.planning.margin_of", "analysis.planning.margin_curve"), "survey planner",
          "the share is as expected", (coverage_plans.margins,)),
    Entry("Answers for a margin",
          ("analysis.planning.answers_needed", "analysis.planning.plan_for_margin",
           "analysis.planning.plan_for_budget"), "survey planner", "the share is as expected",
          (coverage_plans.needed,)),
    Entry("Margin of a plan over segments", ("analysis.planning.overall",), "survey planner",
          "the share is as expected in every segment", (coverage_plans.strata,)),
    Entry("Agreement between people", ("analysis.agreement.krippendorff_alpha",),
          "Label and check",
          "posts drawn at random; at 50 posts that two people labelled it is a little narrow",
          (coverage_audit.agreement,)),
    Entry("Shares corrected by checked posts", ("analysis.prevalence.corrected_shares",),
          "Sentiment, Marketing vs service",
          "posts drawn at random, people who are right, and errors that are the same in all posts",
          (coverage_audit.corrected,)),
    Entry("Work per contact", ("analysis.work.seconds_per_contact",), "Staffing",
          "days that scatter alike and are independent, a hundred contacts or more",
          (coverage_work.work,)),
    Entry("Rate of a theme against its usual one",
          ("analysis.scan.rate_ratio", "analysis.incidents.with_tests"),
          "themes that are isolated or systemic",
          "counts that scatter as on the other days. The last rows are of the busiest stretch, "
          "which was chosen for its counts",
          (coverage_themes.fixed, coverage_themes.chosen)),
    Entry("Share of the loudest author",
          ("analysis.verdict.concentration", "analysis.incidents.judged"),
          "themes of which one author wrote a quarter or more",
          "one author who stands out. The loudest is found in the same messages: of many who write "
          "alike it leans high, and there no limits are shown",
          (coverage_themes.loudest,)),
    Entry("Work that people take", ("analysis.participation.work_taken",), "Who answers",
          "a blind draw from the queue; of someone who prefers the shorter items it is wide. "
          "The pace assumes a hundred items or more",
          (coverage_themes.picked, coverage_themes.paces)),
    Entry("Chance of a further post by waiting time",
          ("analysis.survival.kaplan_meier", "analysis.survival.chance_at"), "Response",
          "who is answered when has nothing to do with who would write again; thirty or more still "
          "wait", (coverage_curves.chances,)),
    Entry("Longest wait that keeps the chance below", ("analysis.survival.cheapest_target",),
          "Response", "as before", (coverage_curves.targets,)),
    Entry("Service share corrected for errors of reading",
          ("analysis.decision.confusion.corrected_split",), "Decision",
          "a random sample that people have checked, of a hundred and more; what reads the posts "
          "errs alike in the sample and in all",
          (coverage_decision.splits,)),
    Entry("Log and survey joined", ("analysis.decision.share.pooled",), "Decision",
          "independent estimates of one truth; where the survey leans it holds the log's truth as "
          "told, and where the two do not meet it covers both",
          (coverage_decision.joined,)),
    Entry("In time, history played again by other rules",
          ("analysis.routing_review.clustered_share", "analysis.routing_review.review_times",
           "analysis.routing_review.fire_frame"), "Routing",
          "days that are independent of each other, thirty or more",
          (coverage_replay.shares, coverage_replay.changes)),
    Entry("Delay of a campaign's contacts", ("analysis.surge.delay_curve",), "Staffing",
          "a delay of the form that is fitted, and campaigns that all share it",
          (coverage_surges.delays,)),
    Entry("Contacts that a new campaign adds", ("analysis.surge.surge",), "Staffing",
          "a known delay and mix, and a rate learnt from ten campaigns; counts of a half hour are "
          "small, which makes it wide",
          (coverage_surges.added,)),
)

# Functions that read like an interval and are none, with the reason.
NOT_INTERVALS: dict[str, str] = {
    "analysis.audit.calibration_error": "an error, and what chance alone gives of it; no limits",
    "analysis.audit.confusion_frame": "gives the limits of wilson_frame",
    "analysis.audit.recall_precision": "gives the limits of wilson_frame",
    "analysis.audit.right_by": "gives the limits of wilson_frame",
    "analysis.audit.reliability": "gives the limits of wilson_frame",
    "analysis.participation.outside_care": "gives the limits of wilson_frame",
    "analysis.participation.participants": "gives the limits of wilson_frame and of ranks",
    "analysis.staffing_surge.spike": "takes the limits of a forecast",
    "analysis.staffing_surge.with_surge": "takes the limits of a forecast",
    "analysis.decision.answers.break_even_table": "spread of drawn inputs, no sampling interval",
    "analysis.decision.answers.compare_options": "spread of drawn inputs, no sampling interval",
    "analysis.decision.answers.opportunity_cost": "spread of drawn inputs, no sampling interval",
    "analysis.decision.answers.share_over_years": "spread of drawn inputs, no sampling interval",
    "analysis.decision.decide.compare_operating_models": "spread of drawn inputs",
    "analysis.decision.parts.contact_money": "takes limits as an input",
    "analysis.decision.prefill.around": "takes limits as an input",
    "analysis.decision.prefill.split_of": "gives the limits of corrected_split",
    "analysis.decision.scenarios.side_by_side": "gives the spreads of compare_options",
    "analysis.decision.score.calibration": "gives the limits of wilson",
    "analysis.decision.score.scored": "spread of drawn inputs; a test counts how often it holds",
    "analysis.decision.sensitivity.tornado": "ends of an input, not of an estimate",
    "analysis.response.kept_promises": "gives the limits of wilson_frame",
    "analysis.response.reopened_shares": "gives the limits of wilson_frame",
    "analysis.routing_replay.replay": "gives moments; shares of them are those of clustered_share",
    "analysis.routing.rule_table": "gives the limits of wilson_frame",
    "analysis.spikes.severity": "a threshold, not an estimate",
    "analysis.forecasting.level.forecast_level": "gives a spread, which the forecast calibrates",
    "analysis.forecasting.structure.learn": "bounds of a search, no limits",
    "analysis.raking.rake": "makes weights; intervals on them are measured",
    "analysis.raking_variance.axes": "what a variance needs; intervals on it are measured",
    "analysis.staffing_needs.needs": "takes the limits of a forecast",
    "analysis.staffing_needs.volume_quantile": "takes the limits of a forecast",
}

# Intervals whose coverage another workload measures.
ELSEWHERE: dict[str, str] = {
    "analysis.forecast.forecast": "measured on a bank's calls by `python -m bench forecast`: every "
                                  "rolling origin, at 80 and 95 %",
}


def measured(entry: Entry, *, quick: bool = False) -> dict[str, Any]:
    """An entry with its rows, as JSON holds it."""
    rows = [one for measure in entry.measures for one in measure(quick=quick)]
    return {"title": entry.title, "functions": list(entry.functions), "shown": entry.shown,
            "assumes": entry.assumes, "kept": all(one.kept for one in rows),
            "rows": [one._asdict() | {"kept": one.kept} for one in rows]}


def run(*, out: Path, shared: Path | None = None, quick: bool = False) -> dict[str, Any]:
    """Measure all of the register.  ``kept`` says whether every promise is kept."""
    entries = [measured(entry, quick=quick) for entry in REGISTER]
    return {"workload": "coverage", "quick": quick, "nominal": 0.95, "entries": entries,
            "elsewhere": ELSEWHERE, "kept": all(one["kept"] for one in entries)}


def page(found: dict[str, Any]) -> str:
    """The page docs/coverage.md from what :func:`run` found."""
    return coverage_report.page(found)

"""Is an interval true?  The register of all that the product shows, and how each is measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bench import (
    coverage_counts,
    coverage_groups,
    coverage_plans,
    coverage_report,
    coverage_scores,
    coverage_shares,
    coverage_sides,
    coverage_survey,
    coverage_waits,
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
    Entry("Share", (_IN + "wilson", _IN + "wilson_frame"),
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
    Entry("Median and P90 of reply times", ("data.metrics.overview.overview_totals",),
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
          "who answers is not tied to the answer within the groups that are weighted for. Where "
          "the margins explain much of the answer it is wide; where willingness is tied to the "
          "answer no weighting mends it: see the last rows",
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
          "independent customers; of money, which few spend much of, thirty customers are too few "
          "for a true interval",
          (coverage_groups.offsets,)),
    Entry("Two sides compared",
          ("analysis.compare.compare", "analysis.means.mean_interval",
           "analysis.means.mean_difference"), "Compare",
          "independent customers and weeks; shares, scores and times are those above. Customers on "
          "both sides make it wide. Of money, which few spend much of, thirty are too few",
          (coverage_sides.means, coverage_sides.rates)),
    Entry("Margin of a survey",
          ("analysis.planning.margin_of", "analysis.planning.margin_curve"), "survey planner",
          "the share is as expected", (coverage_plans.margins,)),
    Entry("Answers for a margin",
          ("analysis.planning.answers_needed", "analysis.planning.plan_for_margin",
           "analysis.planning.plan_for_budget"), "survey planner", "the share is as expected",
          (coverage_plans.needed,)),
    Entry("Margin of a plan over segments", ("analysis.planning.overall",), "survey planner",
          "the share is as expected in every segment", (coverage_plans.strata,)),
)

# Functions that read like an interval and are none, with the reason.
NOT_INTERVALS: dict[str, str] = {
    "analysis.charts.compare.ratio_dots": "draws limits that it is given",
    "analysis.deferred.backlog": "limits of backlog, not of an estimate",
    "analysis.deferred_staff.even_staff": "limits of backlog, not of an estimate",
    "analysis.deferred_staff.level_staff": "limits of backlog, not of an estimate",
    "analysis.queues.answers": "chances of a model whose inputs are given",
    "analysis.schedule.plan_shifts": "bounds of an optimum, not of an estimate",
    "analysis.schedule_help.what_would_help": "bounds of an optimum, not of an estimate",
    "analysis.skills.compare": "says what simulated days scatter by; see skills.simulate",
    "analysis.skills.simulate": "Student's interval over independent simulated days, shown nowhere",
    "analysis.skills.student_quantile": "how many standard errors an interval is wide",
    "analysis.staffing.erlang_c": "chances of a model whose inputs are given",
    "analysis.staffing_needs.needs": "takes the limits of a forecast, whose coverage its backtest "
                                     "tells",
    "analysis.staffing_needs.volume_quantile": "takes the limits of a forecast",
    "analysis.intervals.quantile_of_normal": "how many standard errors an interval is wide",
    "analysis.raking.rake": "makes weights; intervals on them are measured",
    "analysis.representative.verdict": "judges by limits that are measured",
    "analysis.wording.percent": "says limits that it is given",
    "analysis.wording.share_words": "says limits that it is given",
    "analysis.wording.net_sentiment": "says limits that it is given",
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
            "kept": all(one["kept"] for one in entries)}


def markdown(found: dict[str, Any]) -> str:
    """The page docs/coverage.md from what :func:`run` found."""
    return coverage_report.page(found)

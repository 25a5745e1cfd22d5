"""Small frames as the metrics give them, and every chart with its frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import (
    channel_share,
    compare,
    customer_timeline,
    estimates,
    identity,
    overview,
    planning,
    purpose,
    representative,
    sentiment,
    spikes,
    survey,
    volume,
)
from analysis.compare import Measure
from analysis.compare import compare as compare_sides
from analysis.representative import mean_offsets, profile_differences
from analysis.trends import top_trends
from analysis.words import separating_words

DAYS = pd.date_range("2026-03-02", periods=3, freq="D")

SHARE = pd.DataFrame(
    {
        "channel": ["x", "phone", "fax"],
        "is_social": [True, False, False],
        "customers": [20, 60, 2],
        "active_customers": 100,
        "all_customers": 200,
        "interactions": [50, 140, 10],
        "all_interactions": 200,
    }
)
SHARE_OVER_TIME = pd.DataFrame(
    {
        "bucket": [*DAYS, *DAYS],
        "channel": ["x"] * 3 + ["phone"] * 3,
        "is_social": [True] * 3 + [False] * 3,
        "customers": [5, 6, 8, 30, 31, 29],
        "active_customers": 50,
    }
)
OVERLAP = pd.DataFrame(
    {
        "channel_a": ["phone", "x"],
        "channel_b": ["x", "phone"],
        "customers_a": [60, 20],
        "customers_both": [15, 15],
    }
)
COMBINATIONS = pd.DataFrame(
    {"combination": ["phone", "email + x"], "customers": [40, 10], "active_customers": [100, 100]}
)
VOLUME = pd.DataFrame(
    {
        "bucket": [DAYS[0], DAYS[1], DAYS[2], DAYS[0], DAYS[2]],
        "channel": ["x", "x", "x", "instagram", "instagram"],
        "inbound": [12, 40, 9, 3, 5],
        "outbound": 1,
    }
)
EVENTS = pd.DataFrame(
    {
        "name": ["Spring mailing", "Outage", "Long ago"],
        "kind": ["campaign", "event", "event"],
        "starts_at": pd.to_datetime(["2026-03-02 09:00", "2026-03-03 12:00", "2025-01-01 00:00"]),
        "ends_at": pd.to_datetime([None, "2026-03-03 18:00", None]),
        "audience": [16000, None, None],
    }
)
HOURS = pd.DataFrame({"weekday": [1, 7], "hour": [9, 23], "posts": [30, 4], "days": [10, 8]})
SENTIMENT = pd.DataFrame(
    {
        "bucket": DAYS,
        "negative": [30, 5, 40],
        "neutral": [50, 5, 20],
        "positive": [20, 4, 40],
        "polarity_mean": 0.0,
    }
)
GROUPS = pd.DataFrame(
    {
        "segment": ["private", "business"],
        "negative": [10, 40],
        "neutral": [20, 30],
        "positive": [70, 10],
        "polarity_mean": 0.0,
    }
)
POLARITY = pd.DataFrame(
    {
        "polarity_from": [-0.5, 0.0, 0.3],
        "negative": [7, 0, 0],
        "neutral": [0, 9, 0],
        "positive": [0, 0, 5],
    }
)
WORDS = separating_words(
    pd.DataFrame(
        {
            "word": ["late", "refund", "lovely"],
            "negative": [30, 20, 3],
            "positive": [5, 4, 40],
            "negative_posts": 100,
            "positive_posts": 90,
        }
    )
)
PURPOSE_OVER_TIME = pd.DataFrame(
    {"bucket": DAYS, "service": [9, 8, 7], "marketing": [3, 2, 1], "other": [1, 0, 2]}
)
PURPOSE_BY_CHANNEL = pd.DataFrame(
    {"channel": ["x", "phone"], "service": [40, 90], "marketing": [40, 5], "other": [20, 5]}
)
INTENTS = pd.DataFrame(
    {
        "purpose": ["service", "marketing", "other"],
        "intent": ["complaint", "product_interest", "unclear"],
        "conversations": [30, 50, 20],
    }
)
WHO = pd.DataFrame(
    {
        "department": ["Care", "Marketing"],
        "purpose": ["service", "marketing"],
        "conversations": [400, 12],
        "median_seconds": [780.0, 7200.0],
        "p90_seconds": [7500.0, 36000.0],
    }
)
SERIES = pd.DataFrame({"bucket": DAYS, "customers_social": [5, 6, 8], "customers_active": 50})
TRENDS = top_trends(
    pd.DataFrame(
        {
            "measure": ["posts on x", "service share"],
            "kind": ["count", "share"],
            "current": [4210, 600],
            "previous": [3423, 610],
            "current_n": [None, 1000],
            "previous_n": [None, 1000],
        }
    )
)


def messages(n: int) -> pd.DataFrame:
    """``n`` messages of one customer, every seven hours."""
    start = datetime(2026, 3, 1)
    return pd.DataFrame({
        "row_id": range(n),
        "published_at": [start + timedelta(hours=7 * k) for k in range(n)],
        "channel": [("x", "phone", "email")[k % 3] for k in range(n)],
        "is_social": [k % 3 == 0 for k in range(n)],
        "direction": ["outbound" if k % 5 == 4 else "inbound" for k in range(n)],
        "sentiment": [("negative", "neutral", "positive", None)[k % 4] for k in range(n)],
        "text": [None if k % 7 == 0 else "<b>late</b>" for k in range(n)],
        "wait_seconds": [3600.0 if k % 2 else None for k in range(n)],
        "opens": [bool(k % 2) for k in range(n)],
        "unanswered": [False] * n,
        "campaign": ["<i>Spring</i>" if k == 3 else None for k in range(n)],
    })


@dataclass(frozen=True)
class Case:
    """A chart, its description, a frame and the column that carries a name from the data."""

    chart: Callable[..., go.Figure]
    alt: Callable[..., str]
    frame: pd.DataFrame
    name_column: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def figure(self, frame: pd.DataFrame | None = None) -> go.Figure:
        """The figure of the case's frame or of another one."""
        return self.chart(self.frame if frame is None else frame, **self.options)

    def words(self, frame: pd.DataFrame | None = None) -> str:
        """The description of the case's frame or of another one."""
        return self.alt(self.frame if frame is None else frame, **self.options)


def _case(
    module: Any, name: str, frame: pd.DataFrame, column: str | None = None, **options: Any
) -> Case:
    return Case(getattr(module, name), getattr(module, f"{name}_alt"), frame, column, options)


ESTIMATES = pd.DataFrame(
    {
        "label": ["consumer", "senior", "silent"],
        "customers": [1000, 400, 50],
        "customers_seen": [50, 4, 0],
        "log_share": [0.05, 0.01, 0.0],
        "log_low": [0.038, 0.004, 0.0],
        "log_high": [0.065, 0.03, 0.07],
        "log_upper": [0.08, 0.09, 0.6],
        "log_upper_high": [0.1, 0.12, 0.7],
        "answers": [300, 12, 0],
        "n_eff": [250.0, 10.0, 0.0],
        "survey_share": [0.07, 0.1, float("nan")],
        "survey_low": [0.04, 0.01, float("nan")],
        "survey_high": [0.1, 0.4, float("nan")],
        "verdict": ["agree", "too few answers", "only log"],
    }
)
ANSWERED = pd.DataFrame(
    {
        "label": ["senior", "student", "martian"],
        "value": [60.0, 40.0, 100.0],
        "low": [50.0, 35.0, 20.0],
        "high": [70.0, 45.0, 100.0],
        "n": [100, 300, 1],
        "n_eff": [80.0, 250.0, 1.0],
        "too_few": [False, False, True],
    }
)
PUBLISHED = pd.DataFrame(
    {
        "label": ["Want service", "Vent"],
        "share": [0.37, 0.59],
        "low": [float("nan"), 0.53],
        "high": [float("nan"), 0.64],
        "n": pd.array([None, 300], dtype="Int64"),
        "about": [False, True],
        "year": [2011, 2008],
        "source": ["A", "B"],
        "wording": "why",
        "population": "consumers",
    }
)
PROFILE = profile_differences(pd.DataFrame(
    {
        "dimension": ["tier"] * 3,
        "category": ["basic", "premium", "odd"],
        "active_customers": [800, 300, 4],
        "customers_social": [40, 60, 1],
    }
))
OFFSETS = mean_offsets(pd.DataFrame(
    {
        "measure": ["contacts", "yearly value"],
        "segment": "a",
        "tier": "b",
        "n_social": [100, 5],
        "sum_social": [300.0, 500.0],
        "squares_social": [1300.0, 60000.0],
        "n_rest": [900, 900],
        "sum_rest": [1800.0, 90000.0],
        "squares_rest": [5400.0, 9900000.0],
    }
))
SIDES = compare_sides(
    [Measure("On social", "share", "%", {"part": 30, "whole": 200}),
     Measure("Rare", "share", "%", {"part": 1, "whole": 5}),
     Measure("Posts", "rate", "", {"count": 60, "exposure": 30, "dispersion": 1,
                                     "degrees": 50})],
    [Measure("On social", "share", "%", {"part": 60, "whole": 200}),
     Measure("Rare", "share", "%", {"part": 1, "whole": 50}),
     Measure("Posts", "rate", "", {"count": 40, "exposure": 30, "dispersion": 1,
                                     "degrees": 50})])
SIDE_SERIES = pd.DataFrame(
    {
        "side": ["A"] * 3 + ["B"] * 3,
        "bucket": [*DAYS, *DAYS],
        "measure": "On social",
        "unit": "%",
        "value": [5.0, 6.0, float("nan"), 8.0, 7.0, 9.0],
        "n": [100, 20, 0, 90, 80, 95],
    }
)
LINK_STATUS = pd.DataFrame(
    {
        "network": ["x", "x", "facebook"],
        "status": ["known", "review", "nobody"],
        "accounts": [50, 20, 30],
        "accounts_seen": [40, 20, 30],
        "posts": [100, 20, 30],
    }
)
LINK_CHECK = pd.DataFrame(
    {"cut": [0.5, 0.95], "known_accounts": 100, "linked": [60, 0], "linked_right": [57, 0],
     "precision": [0.95, float("nan")], "precision_low": [0.86, float("nan")],
     "precision_high": [0.98, float("nan")], "recall": [0.57, 0.0], "recall_low": [0.47, 0.0],
     "recall_high": [0.66, 0.04]}
)
MARGINS = pd.DataFrame({"answers": [30, 100, 400], "margin": [0.11, 0.06, 0.03]})
BOUNDS = SHARE.assign(base_customers=100, unmatched_handles=[10, 0, 0], share=[0.2, 0.6, 0.02],
                      low=[0.1, 0.5, 0.0], high=[0.3, 0.7, 0.1], upper=[0.3, 0.6, 0.02])

HOURS_OF_DAY = pd.date_range("2026-03-02", periods=4, freq="h")
WATCHED = pd.DataFrame(
    {
        "bucket": HOURS_OF_DAY,
        "contacts": [5, 60, 7, 0],
        "expected": [6.0, 6.5, float("nan"), 20.0],
        "low": [1.0, 1.2, float("nan"), 9.0],
        "high": [12.0, 13.0, float("nan"), 33.0],
        "whole_bucket": True,
    }
)
SPIKES = pd.DataFrame(
    {
        "series": ["all", "topic:<b>late</b>"],
        "direction": ["up", "down"],
        "start": HOURS_OF_DAY[[1, 3]],
        "end": [HOURS_OF_DAY[2], pd.Timestamp("2026-03-02 04:00")],
        "peak_at": HOURS_OF_DAY[[1, 3]],
        "observed": [60, 0],
        "expected": [6.5, 20.0],
        "excess": [53.5, -20.0],
        "excess_low": [47.0, -33.0],
        "excess_high": [58.8, -9.0],
        "ratio": [9.2, 0.0],
        "severity": ["moderate", "high"],
    }
)
REASONS = pd.DataFrame(
    {
        "dimension": "topic",
        "category": ["outage", "question"],
        "observed": [90, 12],
        "usual": [4.5, 10.0],
        "excess": [85.5, 2.0],
        "excess_low": [79.0, -7.0],
        "excess_high": [88.0, 8.0],
        "share": [0.9, float("nan")],
        "found": [True, False],
    }
)
PEOPLE = pd.DataFrame(
    {
        "ds": [*HOURS_OF_DAY[:2], HOURS_OF_DAY[1]],
        "channel": ["phone", "phone", "x"],
        "is_social": [False, False, True],
        "extra_contacts": [20.0, 90.5, 4.0],
        "extra_people": [3, 11, 1],
    }
)


CASES = {
    "channel_share_bars": _case(channel_share, "channel_share_bars", SHARE, "channel"),
    "share_versus_mix": _case(channel_share, "share_versus_mix", SHARE, "channel"),
    "channel_share_lines": _case(channel_share, "channel_share_lines", SHARE_OVER_TIME, "channel"),
    "channel_overlap": _case(channel_share, "channel_overlap_heatmap", OVERLAP, "channel_a"),
    "combinations": _case(channel_share, "channel_combination_bars", COMBINATIONS, "combination"),
    "estimate_ranges": _case(estimates, "estimate_ranges", ESTIMATES, "label"),
    "log_bounds_bars": _case(estimates, "log_bounds_bars", BOUNDS, "channel"),
    "survey_csat": _case(survey, "survey_dots", ANSWERED, "label", x="Top two of five boxes (%)"),
    "survey_nps": _case(survey, "survey_dots", ANSWERED, "label", x="NPS", unit="", zero=False),
    "published": _case(survey, "published_dots", PUBLISHED, "label"),
    "differences": _case(representative, "difference_dots", PROFILE, "category"),
    "offsets": _case(representative, "offset_dots", OFFSETS),
    "link_status": _case(identity, "status_bars", LINK_STATUS, "network"),
    "link_check": _case(identity, "check_lines", LINK_CHECK, accept=0.95),
    "side_dots": _case(compare, "side_dots", SIDES[SIDES["kind"] == "share"], "measure",
                       x="Share (%)"),
    "ratio_dots": _case(compare, "ratio_dots", SIDES[SIDES["kind"] == "rate"], "measure"),
    "side_lines": _case(compare, "side_lines", SIDE_SERIES),
    "margin_line": _case(planning, "margin_line", MARGINS, answers=100, margin=0.06),
    "volume_lines": _case(volume, "volume_lines", VOLUME, "channel", events=EVENTS),
    "volume_bars": _case(volume, "volume_bars", VOLUME, "channel", events=EVENTS),
    "spike_lines": _case(spikes, "spike_lines", WATCHED, spikes=SPIKES),
    "reason_bars": _case(spikes, "reason_bars", REASONS, "category"),
    "people_bars": _case(spikes, "people_bars", PEOPLE, "channel"),
    "hour_weekday": _case(volume, "hour_weekday_heatmap", HOURS),
    "net_sentiment": _case(sentiment, "net_sentiment_line", SENTIMENT, previous=SENTIMENT),
    "sentiment_stack": _case(sentiment, "sentiment_stack", SENTIMENT),
    "sentiment_counts": _case(sentiment, "sentiment_stack", SENTIMENT, as_share=False),
    "sentiment_by": _case(sentiment, "sentiment_by_bars", GROUPS, "segment", group="segment"),
    "polarity": _case(sentiment, "polarity_histogram", POLARITY),
    "words": _case(sentiment, "separating_words_bars", WORDS, "word"),
    "purpose_over_time": _case(purpose, "purpose_split_over_time", PURPOSE_OVER_TIME),
    "purpose_by_channel": _case(purpose, "purpose_by_channel_bars", PURPOSE_BY_CHANNEL, "channel"),
    "intents": _case(purpose, "intent_bars", INTENTS, "intent"),
    "who_answers": _case(purpose, "who_answers_bars", WHO, "department"),
    "social_share": _case(overview, "social_share_line", SERIES, previous=SERIES),
    "customer_lanes": _case(
        customer_timeline, "customer_lanes", messages(30),
        surveys=pd.DataFrame(columns=["wave", "answered_on", "csat", "nps"], dtype=object)),
    "trends": _case(overview, "trend_bars", TRENDS, "measure"),
}

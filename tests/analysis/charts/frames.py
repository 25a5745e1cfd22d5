"""Small frames as the metrics give them, and every chart with its frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from analysis.audit import confusion_frame, reliability
from analysis.charts import (
    audit,
    authenticity,
    channel_share,
    compare,
    customer_timeline,
    decision,
    decision_more,
    estimates,
    forecast,
    identity,
    incidents,
    lag,
    overview,
    own_posts,
    participation,
    planning,
    purpose,
    representative,
    response,
    routing,
    sentiment,
    spikes,
    staffing,
    survey,
    topics,
    volume,
)
from analysis.charts.figure import Figure
from analysis.compare import Measure
from analysis.compare import compare as compare_sides
from analysis.decision.information import BestSurvey
from analysis.intervals import wilson_frame
from analysis.representative import mean_offsets, profile_differences
from analysis.response import group_rows, kept_promises, lag_of
from analysis.trends import top_trends
from analysis.words import separating_words

NAN = float("nan")
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

    chart: Callable[..., Figure]
    alt: Callable[..., str]
    frame: pd.DataFrame
    name_column: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def figure(self, frame: pd.DataFrame | None = None) -> Figure:
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
        "cubes_social": [6300.0, 8.0e6],
        "n_rest": [900, 900],
        "sum_rest": [1800.0, 90000.0],
        "squares_rest": [5400.0, 9900000.0],
        "cubes_rest": [18000.0, 1.2e9],
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
RULE_PAIRS = pd.DataFrame(
    {"rule_a": ["Loud", "Loud", "Late"], "rule_b": ["Late", "Rest", "Rest"], "both": [2, 50, 0],
     "claimed_a": [60, 60, 900], "claimed_b": [900, 70, 70]}
)
REVIEWS = pd.DataFrame(
    {
        "label": ["Loud", "Late", "new"],
        "messages": [60, 900, 4],
        "decided": [60, 890, 0],
        "before_median": [3600.0, float("inf"), 60.0],
        "before_median_low": [1800.0, 7200.0, -float("inf")],
        "before_median_high": [9000.0, float("inf"), float("inf")],
        "after_median": [600.0, 9000.0, 30.0],
        "after_median_low": [300.0, 8000.0, -float("inf")],
        "after_median_high": [900.0, float("inf"), float("inf")],
        "before_within": [0.2, 0.3, float("nan")],
        "before_low": [0.1, 0.27, float("nan")],
        "before_high": [0.35, 0.33, float("nan")],
        "after_within": [0.8, 0.25, float("nan")],
        "after_low": [0.7, 0.22, float("nan")],
        "after_high": [0.9, 0.28, float("nan")],
        "same_department": [30, 400, 0],
        "answered": [50, 500, 0],
    }
)
FIRE = pd.DataFrame(
    {
        "how": ["before", "plain", "after"], "messages": 25, "in_time": [4, 12, 14],
        "share": [0.16, 0.48, 0.56], "low": [0.06, 0.3, 0.37], "high": [0.35, 0.67, 0.73],
        "n_eff": 25.0, "difference": [float("nan"), 0.32, 0.4],
        "difference_low": [float("nan"), 0.1, 0.15], "difference_high": [float("nan"), 0.5, 0.6],
    }
)
QUEUES = pd.DataFrame(
    {"bucket": [*DAYS, *DAYS], "department": ["care"] * 3 + ["sales"] * 3,
     "before": [4.0, 5.5, 6.0, 1.0, 1.0, 0.0], "after": [3.0, 4.0, 7.0, 0.5, 0.0, 0.0],
     "peak": [8.0, 9.0, 12.0, 2.0, 0.0, 0.0]}
)
OWN_OVER_TIME = pd.DataFrame(
    {"bucket": DAYS, "posts": [50, 40, 60], "profanity": [1, 0, 0], "promise": [3, 5, 0],
     "sensitive": 0, "personal": 0, "off_hours": [20, 18, 30]}
)
OWN_BY = wilson_frame(
    pd.DataFrame({"name": ["Care", "Marketing", "Retail"], "posts": [800, 200, 4],
                  "flagged": [40, 2, 1]}),
    successes="flagged", n="posts")
MISTAKES = pd.DataFrame(
    {"bucket": pd.date_range("2026-01-01", periods=3, freq="MS"), "low": [1, 0, 0],
     "medium": [0, 0, 2], "high": [1, 0, 0], "mistakes": [2, 0, 2]}
)
THEMES = pd.DataFrame(
    {
        "label": ["paper fee", "hedge", "banner", "billing", "rare"],
        "verdict": ["systemic", "isolated", "watch", "as usual", "too few"],
        "known": [40, 20, 16, 900, 3],
        "authors": [40, 1, 16, 700, 3],
        "inside": [40, 20, 16, 900, 3],
        "top_share": [0.025, 1.0, 0.06, 0.01, 0.33],
        "ratio": [137.0, float("inf"), 12.0, 1.05, float("nan")],
        "low": [97.0, 3.9, 4.0, 1.0, float("nan")],
        "high": [195.0, float("inf"), 30.0, 1.1, float("nan")],
    }
)
THEME_TIME = pd.DataFrame(
    {"bucket": DAYS, "social": [1, 5, 0], "traditional": [2, 30, 1], "authors": [3, 33, 1],
     "all_messages": 400, "whole_bucket": [True, True, False]}
)
THEME_GROUPS = pd.DataFrame(
    {"category": ["senior", "student", "odd"], "messages": [30, 4, 0], "authors": [28, 4, 0],
     "base_messages": [1000, 200, 3], "share": [0.03, 0.02, 0.0], "low": [0.02, 0.01, 0.0],
     "high": [0.04, 0.05, 0.6], "outside_messages": [9, 0, 0], "outside_base": [9000, 900, 20],
     "usual_share": [0.001, 0.0, 0.0]}
)
THEME_TOP = pd.DataFrame(
    {"place": [1, 2], "author": ["T001", "@h on X"], "messages": [30, 2], "known": 40}
)
HANDLED = pd.DataFrame(
    {"bucket": [*DAYS, DAYS[0]], "department": ["Care", "Care", "Care", "Sales"],
     "is_social": False, "conversations": [30, 40, 35, 5], "people": 3,
     "people_on_all": [3, 4, 3, 1], "replies": 40, "whole_bucket": [True, True, False, True]}
)
OUTSIDE = pd.DataFrame(
    {"bucket": [*DAYS, DAYS[0], DAYS[1]], "kind": ["social"] * 3 + ["traditional"] * 2,
     "outside": [30.0, 20.0, 1.0, 5.0, 9.0], "n": [60.0, 50.0, 3.0, 100.0, 90.0],
     "share": [0.5, 0.4, float("nan"), 0.05, 0.1], "low": [0.4, 0.3, float("nan"), 0.02, 0.05],
     "high": [0.6, 0.5, float("nan"), 0.1, 0.2], "whole_bucket": [True, True, False, True, True]}
)
STAFF = pd.DataFrame(
    {"label": ["Gil", "A02", "A03"], "category": ["A01", "A02", "A03"],
     "conversations": [400, 60, 3], "per_week": [100.0, 15.0, 0.75],
     "too_few": [False, False, True]}
)
MIX = pd.DataFrame(
    {"agent_id": ["A01", "A02", "A03"], "label": ["Gil", "A02", "A03"], "department": "Care",
     "measure": "work", "n": [400, 60, 3], "ratio": [0.8, 1.02, float("nan")],
     "low": [0.7, 0.9, float("nan")], "high": [0.9, 1.14, float("nan")],
     "q": [0.001, 0.9, float("nan")], "verdict": ["easier", "like the queue", "too few"]}
)
MARGINS = pd.DataFrame({"answers": [30, 100, 400], "margin": [0.11, 0.06, 0.03]})
BOUNDS = SHARE.assign(base_customers=100, unmatched_handles=[10, 0, 0], share=[0.2, 0.6, 0.02],
                      low=[0.1, 0.5, 0.0], high=[0.3, 0.7, 0.1], upper=[0.3, 0.6, 0.02])
TIMES = pd.DataFrame(
    {
        "kind": "first",
        "dimension": "channel",
        "category": ["x", "phone", "email"],
        "is_social": [True, False, False],
        "waits": [200, 900, 4],
        "ended": [80, 850, 0],
        "median_seconds": [9800.0, 86.0, float("nan")],
        "p90_seconds": [57000.0, 280.0, float("nan")],
        "median_low_seconds": pd.array([8200, 85, None], dtype="Int64"),
        "median_high_seconds": pd.array([10800, 87, None], dtype="Int64"),
        "p90_low_seconds": pd.array([53000, None, None], dtype="Int64"),
        "p90_high_seconds": pd.array([63000, None, None], dtype="Int64"),
        "within_15_minutes": [8, 845, 0],
        "within_1_hour": [12, 5, 0],
        "within_4_hours": [25, 0, 0],
        "within_1_day": [30, 0, 0],
        "within_3_days": [4, 0, 0],
        "later": [1, 0, 0],
        "unanswered": [120, 50, 4],
        "sla_met": [40, 700, 0],
        "sla_breached": [155, 200, 0],
        "sla_open": [5, 0, 4],
    }
)
GROUP_TIMES = group_rows(TIMES, kind="first", dimension="channel")
BACKLOG = pd.DataFrame(
    {
        "purpose": ["service", "service", "odd"],
        "age": [1, 5, 2],
        "items": [12, 40, 3],
        "never_answered": [10, 40, 3],
        "oldest_seconds": [80000, 9000000, 200000],
    }
)
LAG = lag_of(
    pd.DataFrame(
        {
            "counted": "any further post",
            "minute": [0, 60, 600, 1440],
            "entered": [200, 0, 0, 0],
            "wrote_again": [0, 2, 20, 0],
            "ended": [0, 40, 20, 118],
        }
    ),
    counted="any further post",
)

DECIDED_OPTIONS = pd.DataFrame(
    {"option": ["nothing", "full"], "label": ["Spend nothing", "Full care"],
     "net_value": [0.0, -97_000.0], "low": [0.0, -510_000.0], "high": [0.0, 903_000.0],
     "chance_positive": [0.0, 0.27]})
DECIDED_CURVES = pd.DataFrame(
    {"curve": ["today"] * 2 + ["last year"] * 2 + ["needed"] * 2, "share": [0.05, 0.1] * 3,
     "chance": [0.9, 0.1, 0.4, 0.6, 0.1, 0.2]})
DECIDED_INPUTS = pd.DataFrame(
    {"input": ["retention_gain", "tools_per_month"], "label": ["More kept", "Tools"],
     "unit": ["share of those", "EUR a month"], "low_value": [0.02, 3_000.0],
     "high_value": [0.09, 5_000.0], "net_at_low": [-379_000.0, -90_000.0],
     "net_at_high": [264_000.0, -99_000.0], "swing": [643_000.0, 9_000.0],
     "learn": ["pilot", "books"], "evppi": [21_800.0, 900.0]})
DECIDED_MAP = pd.DataFrame(
    {"first": [0.04, 0.06], "second": [0.02, 0.05], "option": ["nothing", "full"],
     "lead": [100.0, 5_000.0]})
DECIDED_SURVEY = pd.DataFrame(
    {"answers": [30, 300, 3_000], "evsi": [500.0, 4_000.0, 6_000.0],
     "cost": [2_100.0, 2_500.0, 15_000.0], "enbs": [-1_600.0, 1_500.0, -9_000.0]})

EXPECTED = pd.DataFrame(
    {
        "day": pd.date_range("2026-03-02", periods=4, freq="D"),
        "came": [30.0, 40.0, float("nan"), float("nan")],
        "mean": [float("nan"), float("nan"), 35.0, 36.0],
        "lo_80": [float("nan"), float("nan"), 28.0, 27.0],
        "hi_80": [float("nan"), float("nan"), 42.0, 46.0],
        "lo_95": [float("nan"), float("nan"), 24.0, 22.0],
        "hi_95": [float("nan"), float("nan"), 47.0, 53.0],
    }
)
QUALITY = pd.DataFrame(
    {
        "channel": ["phone", "phone", "phone", "fax"],
        "model": ["forecast", "same time last week", "mean of last four weeks", "forecast"],
        "mase": [0.8, 1.0, 0.9, 1.2],
        "coverage_80": [0.82, float("nan"), float("nan"), 0.7],
        "coverage_95": [0.96, float("nan"), float("nan"), 0.9],
        "n": 100,
    }
)
HALF_HOURS = pd.date_range("2026-03-02 08:00", periods=6, freq="30min")
STEPS = pd.DataFrame({"wall": HALF_HOURS, "people": [0, 2, 3, 5, 2, 1],
                      "need": [0, 2.9, 4.3, 7.1, 2.9, 1.4]})
SURGE = pd.DataFrame({"ds": HALF_HOURS, "added": [0.0, 4.0, 3.5, 2.0, 1.0, 0.4],
                      "low": [0, 1, 1, 0, 0, 0], "high": [0, 8, 7, 5, 3, 2]})
AHEAD = pd.DataFrame({"wall": HALF_HOURS, "mean": [0.0, 4.0, 5.5, 3.1, 2.0, 0.4],
                      "lo_80": [0, 2, 3, 1, 0, 0], "hi_80": [0, 7, 9, 6, 4, 1],
                      "lo_95": [0, 1, 1, 0, 0, 0], "hi_95": [0, 9, 11, 8, 6, 2]})
SENDS = pd.DataFrame({"send_at": HALF_HOURS[:2], "sent": [4000, 1200]})

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


CONFUSED = confusion_frame(pd.DataFrame(
    [("service", "service", 40), ("service", "other", 5), ("marketing", "marketing", 8)],
    columns=["true", "predicted", "count"]), ("service", "marketing", "other"))
SURE = reliability([0.5] * 40 + [0.9] * 20, [True, False] * 20 + [True] * 20)
AGREED = pd.DataFrame({"facet": ["purpose", "intent", "sentiment"], "alpha": [0.7, 0.4, NAN],
                       "low": [0.6, NAN, NAN], "high": [0.8, NAN, NAN], "units": [60, 8, 8],
                       "labels": [120, 16, 16], "agreed": [50, 4, 8]})
CORRECTED = pd.DataFrame({
    "label": ["negative", "neutral"], "counted": [0.3, 0.7], "counted_low": [0.29, 0.69],
    "counted_high": [0.31, 0.71], "share": [0.4, NAN], "low": [0.3, NAN], "high": [0.5, NAN]})
PRAISED = wilson_frame(pd.DataFrame({"bucket": DAYS, "positive": [30, 0, 4], "n": [40, 0, 5],
                                     "negative": [10, 0, 1], "copied": [3, 0, 0]}),
                       successes="positive", n="n")
ACCOUNT_KINDS = wilson_frame(pd.DataFrame({
    "kind": ["New", "New", "Once"], "sentiment": ["positive", "negative", "positive"],
    "posts": [5, 6, 2], "n": [50, 40, 50]}), successes="posts", n="n")

TOPICS = wilson_frame(pd.DataFrame({
    "topic": ["Bills", "dog, ad", "none"], "kind": ["known", "found", "none"],
    "posts": [42, 8, 33], "negative": [20, 1, 5], "neutral": [10, 2, 15], "positive": [10, 5, 10],
    "not_read": [2, 0, 3], "all_posts": 80}), successes="posts", n="all_posts")
TOPICS_OVER_TIME = pd.DataFrame({"bucket": [*DAYS, *DAYS], "topic": ["Bills"] * 3 + ["none"] * 3,
                                 "posts": [4, 0, 9, 2, 3, 1]})

CASES = {
    "topic_bars": _case(topics, "topic_bars", TOPICS, "topic"),
    "topic_lines": _case(topics, "topic_lines", TOPICS_OVER_TIME, "topic"),
    "confusion": _case(audit, "confusion_heatmap", CONFUSED, "true"),
    "reliability": _case(audit, "reliability_dots", SURE),
    "agreement": _case(audit, "agreement_dots", AGREED, "facet"),
    "corrected": _case(audit, "corrected_dots", CORRECTED, "label"),
    "praise_share": _case(authenticity, "positive_share_line", PRAISED, believed=(0.75, 0.925)),
    "praise_kinds": _case(authenticity, "account_dots", ACCOUNT_KINDS, "kind"),
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
    "rule_overlaps": _case(routing, "overlap_matrix", RULE_PAIRS, "rule_a"),
    "review_dots": _case(routing, "review_dots", REVIEWS, "label"),
    "fire_bars": _case(routing, "fire_bars", FIRE, target="1 h"),
    "queue_lines": _case(routing, "queue_lines", QUEUES, "department"),
    "own_flags": _case(own_posts, "flags_over_time", OWN_OVER_TIME,
                       kinds=("profanity", "promise")),
    "own_shares": _case(own_posts, "flagged_share_bars", OWN_BY, "name"),
    "own_mistakes": _case(own_posts, "mistakes_by_month", MISTAKES),
    "theme_authors": _case(incidents, "authors_against_messages", THEMES, "label"),
    "theme_rise": _case(incidents, "rise_dots", THEMES, "label"),
    "theme_time": _case(incidents, "theme_bars", THEME_TIME, from_day=DAYS[0], until_day=DAYS[1]),
    "theme_groups": _case(incidents, "group_rates", THEME_GROUPS, "category", by="segment"),
    "theme_top": _case(incidents, "author_bars", THEME_TOP, "author"),
    "handled_lines": _case(participation, "handled_lines", HANDLED, "department"),
    "people_lines": _case(participation, "handled_lines", HANDLED, "department", people=True),
    "outside_lines": _case(participation, "outside_lines", OUTSIDE),
    "handled_bars": _case(participation, "handled_bars", STAFF, "label", key="person"),
    "mix_dots": _case(participation, "mix_dots", MIX, "label", x="Work ÷ queue's"),
    "expected_days": _case(forecast, "expected_days", EXPECTED, events=EVENTS),
    "expected_half_hours": _case(forecast, "expected_half_hours", AHEAD),
    "quality": _case(forecast, "quality_dots", QUALITY, "channel"),
    "half_hour_steps": _case(staffing, "half_hour_steps", STEPS,
                             lines={"people": "Needed", "need": "On the rota"}, under="need"),
    "people_heat": _case(staffing, "people_heat", STEPS),
    "surge_band": _case(staffing, "surge_band", SURGE),
    "send_bars": _case(staffing, "send_bars", SENDS),
    "margin_line": _case(planning, "margin_line", MARGINS, answers=100, margin=0.06),
    "net_value": _case(decision, "net_value_dots", DECIDED_OPTIONS, "label", currency="EUR"),
    "share_curves": _case(decision, "share_curves", DECIDED_CURVES),
    "tornado": _case(decision, "tornado_bars", DECIDED_INPUTS, "label", currency="EUR"),
    "worth": _case(decision, "worth_bars", DECIDED_INPUTS, "label", currency="EUR"),
    "survey_lines": _case(decision_more, "survey_lines", DECIDED_SURVEY, currency="EUR",
                          best=BestSurvey(300, 1_500.0, 4_000.0, 2_500.0)),
    "two_way": _case(decision, "two_way_map", DECIDED_MAP, first="Share", second="More kept",
                     first_unit="share of customers", second_unit="contacts"),
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
    "wait_dots": _case(response, "wait_dots", GROUP_TIMES, "category", key="channel",
                       x="First response (time, log scale)"),
    "wait_buckets": _case(response, "wait_buckets", GROUP_TIMES, "category", key="channel"),
    "share_dots": _case(response, "share_dots", kept_promises(GROUP_TIMES), "category",
                        key="channel", x="In time (%)"),
    "backlog": _case(response, "backlog_bars", BACKLOG, "purpose"),
    "lag": _case(lag, "lag_curve", LAG.curve, below=0.1, wait=10.0, seen=24.0),
    "social_share": _case(overview, "social_share_line", SERIES, previous=SERIES),
    "customer_lanes": _case(
        customer_timeline, "customer_lanes", messages(30),
        surveys=pd.DataFrame(columns=["wave", "answered_on", "csat", "nps"], dtype=object)),
    "trends": _case(overview, "trend_bars", TRENDS, "measure"),
}

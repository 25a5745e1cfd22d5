"""What the survey says about the share on social media, how it was weighted, and the log beside it.
"""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.warehouse import Warehouse


def survey_social_share(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Weighted answers per wave, dimension (all, segment, region, tier) and category.

    Columns: wave, dimension, category, answers, answers_social, answers_service, weight_sum,
    weight_squared_sum, social_weight, service_weight, social_weight_squared,
    service_weight_squared, is_weighted, social_residual_squared, service_residual_squared (what the
    margins leave of the variance; missing where a wave is not weighted).
    """
    return db.metric("survey_social_share", filters, viewer)


def log_share_at_waves(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Customers seen on social media until each wave, per dimension and category.

    Columns: wave, until_day, log_days, dimension, category, customers, customers_social,
    customers_service, unmatched_handles, unmatched_service_handles.
    """
    return db.metric("log_share_at_waves", filters, viewer)


def customers_by_segment(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Whom a survey could ask: segment, customers; empty without customers."""
    return db.metric("customers_by_segment", filters, viewer)


def survey_waves(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """How each wave was weighted; one row a wave, oldest first."""
    return db.metric("survey_waves", filters, viewer)


def survey_left_out(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Answers without a weight: wave, reason, answers."""
    return db.metric("survey_left_out", filters, viewer)


def survey_margins(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Margins before and after: wave, variable, category, customers and three shares (0..1)."""
    return db.metric("survey_margins", filters, viewer)


def survey_scores(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """CSAT and NPS per wave, dimension (all, segment, region, tier, age) and category.

    Columns: wave, dimension, category, answers, csat_answers, csat_weight_sum,
    csat_weight_squared_sum, csat_top_weight, csat_top_weight_squared, nps_answers,
    nps_weight_squared_sum, promoters, passives, detractors, promoters_squared, detractors_squared,
    is_weighted, csat_residual_squared, nps_residual_squared.
    """
    return db.metric("survey_scores", filters, viewer)


def survey_choices(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Multi-select questions: wave, question, choice, answers, base_answers and sums of weights.

    The sums are choice_weight, choice_weight_squared, weight_sum, weight_squared_sum and
    choice_residual_squared.
    """
    return db.metric("survey_choices", filters, viewer)


def survey_comments(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Comments with their scores and groups, the least satisfied first; masked for who may not see.
    """
    return hide_personal(db.metric("survey_comments", filters, viewer), viewer)

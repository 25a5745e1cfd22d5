"""The metrics: each is one SQL file, one function, one name.

Every function takes the warehouse, the filters and the viewer, and returns a frame that feeds the
chart, its table, its download and the report alike.
"""

from __future__ import annotations

from data.metrics.audit import audit_posts, audit_sample
from data.metrics.authenticity import (
    doubting,
    praise_accounts,
    praise_batches,
    praise_over_time,
    praise_totals,
)
from data.metrics.compare import customers_of_both
from data.metrics.customer import (
    customer_facts,
    customer_handles,
    customer_search,
    customer_surveys,
    customer_timeline,
    customers_to_look_at,
)
from data.metrics.decision import decision_inputs, decision_months
from data.metrics.facts import Options, options
from data.metrics.forecast import (
    campaign_contacts,
    campaigns_sent,
    channel_forecast,
    channel_forecast_days,
    forecast_history,
    forecast_notes,
    forecast_quality,
)
from data.metrics.identity import link_check, link_review, link_status
from data.metrics.incidents import (
    theme_authors,
    theme_days,
    theme_facts,
    theme_groups,
    theme_over_time,
    theme_posts,
)
from data.metrics.overview import overview_series, overview_totals, trend_candidates
from data.metrics.own_posts import (
    own_post_flags,
    own_posts_by,
    own_posts_flagged,
    own_posts_marked,
    own_posts_over_time,
)
from data.metrics.participation import participation, participation_over_time, work_mix
from data.metrics.purpose import purpose_by_channel, purpose_intents, purpose_over_time, who_answers
from data.metrics.representative import customer_means, social_means, social_profile
from data.metrics.response import (
    lag_counts,
    lag_mix,
    odd_clocks,
    oldest_open,
    open_items,
    response_times,
)
from data.metrics.routing import (
    routing_examples,
    routing_items,
    routing_matches,
    routing_read,
)
from data.metrics.rows import posts, rows_behind
from data.metrics.sentiment import (
    polarity_distribution,
    sentiment_by_channel,
    sentiment_by_purpose,
    sentiment_by_segment,
    sentiment_over_time,
    sentiment_words,
)
from data.metrics.share import (
    channel_combinations,
    channel_overlap,
    channel_share,
    channel_share_over_time,
    match_rate,
    social_share,
)
from data.metrics.spikes import handle_times, spike_counts, spike_reasons
from data.metrics.staffing import hourly_costs, work_per_contact
from data.metrics.survey import (
    customers_by_segment,
    log_share_at_waves,
    survey_choices,
    survey_comments,
    survey_left_out,
    survey_margins,
    survey_scores,
    survey_social_share,
    survey_waves,
)
from data.metrics.texts import definition, sql_text
from data.metrics.topics import topic_examples, topics_over_time, topics_share
from data.metrics.voices import conversation_thread, similar_posts, voices
from data.metrics.volume import marked_events, social_volume, volume_by_hour

__all__ = [
    "Options",
    "audit_posts",
    "audit_sample",
    "campaign_contacts",
    "campaigns_sent",
    "channel_combinations",
    "channel_forecast",
    "channel_forecast_days",
    "channel_overlap",
    "channel_share",
    "channel_share_over_time",
    "conversation_thread",
    "customer_facts",
    "customer_handles",
    "customer_means",
    "customer_search",
    "customer_surveys",
    "customer_timeline",
    "customers_by_segment",
    "customers_of_both",
    "customers_to_look_at",
    "decision_inputs",
    "decision_months",
    "definition",
    "doubting",
    "forecast_history",
    "forecast_notes",
    "forecast_quality",
    "handle_times",
    "hourly_costs",
    "lag_counts",
    "lag_mix",
    "link_check",
    "link_review",
    "link_status",
    "log_share_at_waves",
    "marked_events",
    "match_rate",
    "odd_clocks",
    "oldest_open",
    "open_items",
    "options",
    "overview_series",
    "overview_totals",
    "own_post_flags",
    "own_posts_by",
    "own_posts_flagged",
    "own_posts_marked",
    "own_posts_over_time",
    "participation",
    "participation_over_time",
    "polarity_distribution",
    "posts",
    "praise_accounts",
    "praise_batches",
    "praise_over_time",
    "praise_totals",
    "purpose_by_channel",
    "purpose_intents",
    "purpose_over_time",
    "response_times",
    "routing_examples",
    "routing_items",
    "routing_matches",
    "routing_read",
    "rows_behind",
    "sentiment_by_channel",
    "sentiment_by_purpose",
    "sentiment_by_segment",
    "sentiment_over_time",
    "sentiment_words",
    "similar_posts",
    "social_means",
    "social_profile",
    "social_share",
    "social_volume",
    "spike_counts",
    "spike_reasons",
    "sql_text",
    "survey_choices",
    "survey_comments",
    "survey_left_out",
    "survey_margins",
    "survey_scores",
    "survey_social_share",
    "survey_waves",
    "theme_authors",
    "theme_days",
    "theme_facts",
    "theme_groups",
    "theme_over_time",
    "theme_posts",
    "topic_examples",
    "topics_over_time",
    "topics_share",
    "trend_candidates",
    "voices",
    "volume_by_hour",
    "who_answers",
    "work_mix",
    "work_per_contact",
]

"""What the labels say: confusion, recall and precision, calibration, agreement, and the file."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.agreement import krippendorff_alpha
from analysis.audit import (
    calibration_error,
    confusion_frame,
    macro_recall,
    recall_precision,
    reliability,
    right_by,
)
from analysis.charts.audit import (
    agreement_dots,
    agreement_dots_alt,
    confusion_heatmap,
    confusion_heatmap_alt,
    reliability_dots,
    reliability_dots_alt,
)
from analysis.engines.adjustment import LEAST_LABELS, LEAST_OF_A_CLASS
from analysis.sentiment import SENTIMENTS
from analysis.wording import channel_name, percent, several
from data.adjustments import taught
from data.audit import AUDITED_PURPOSES, FACETS, confusion
from data.filters import Filters
from data.metrics.facts import build_facts
from data.retraining import figures_in_use
from pages.ui.audit_file import file_part
from pages.ui.audits import Audit
from pages.ui.card import Card, card, choice_card
from pages.ui.load import home, warehouse
from pages.ui.text import plain

_NAMES = {"purpose": AUDITED_PURPOSES, "sentiment": SENTIMENTS}
_WHICH = ("Random posts", "All labelled posts")
_ABOUT = ("Posts that people labelled and that are still in the data, whatever the filters, beside "
          "what the engines read in them now. A post counts once; one that people dispute, or on "
          "which nobody can tell, does not count. ")
_ABOUT_CALIBRATION = (
    "How sure the engine was against how often it was right, in up to ten groups of the same "
    "number of randomly drawn posts. The expected calibration error is the mean distance; by "
    "chance alone a perfectly calibrated engine exceeds the second number in one of twenty samples "
    "of this size.")
_ABOUT_AGREEMENT = (
    "Krippendorff's alpha for categories over all posts that two people or more labelled: 1 means "
    "that they always agree, 0 that they agree as often as by chance. The interval is a bootstrap "
    "over posts. The dotted lines are his rules of thumb: from 0.8 on reliable, from 0.667 on good "
    "for tentative conclusions. Settling words do not count.")


def results_view(audit: Audit, filters: Filters) -> None:
    """Draw the cards; what the labels say holds whatever the filters."""
    if audit.posts.empty:
        st.markdown("**No labelled post is in the data.** Label some first, or take in a file of "
                    "labels below.")
        file_part(audit)
        return
    which = st.segmented_control("Count", _WHICH, default=_WHICH[0], required=True,
                                 key="audit_which", bind="query-params",
                                 help="Corrected shares and the decision always use random posts.")
    posts = audit.posts[audit.posts["is_random"]] if which != _WHICH[1] else audit.posts
    if which == _WHICH[1]:
        st.warning("Posts that were drawn because the engines doubt them, or the same number of "
                   "each channel, are among these: the rates do not hold for all posts.",
                   icon=":material/warning:")
    _say_what_was_learned(posts)
    if posts.empty:
        st.markdown("**No random sample is labelled yet**, so no rate can be told. Draw one under "
                    "“Label posts”, or count all labelled posts.")
    else:
        left, right = st.columns(2)
        with left:
            _confusion_card("purpose", posts, filters)
        with right:
            _confusion_card("sentiment", posts, filters)
        left, right = st.columns(2)
        with left:
            _calibration_card(audit.posts[audit.posts["is_random"]], filters)
        with right:
            _agreement_card(audit, filters)
        left, right = st.columns(2)
        with left:
            _rates_card(posts, filters)
        with right:
            _channels_card(audit.posts[audit.posts["is_of_channel"]], filters)
    if posts.empty:
        _agreement_card(audit, filters)
    _own_labels(filters)
    file_part(audit)


def _say_what_was_learned(posts: pd.DataFrame) -> None:
    """Say how posts are read that taught the reading by which it is judged here."""
    facts = build_facts(warehouse())
    many = taught(home(), (facts.get("engine_sentiment", ""), facts.get("engine_purpose", "")),
                  posts["text_hash"].tolist())
    if many.left_out:
        st.caption(plain(
            f"Labels of {many.left_out:,} of these posts changed how "
            "posts are read (retrain). Each is read here and in all figures as if its own label "
            "had not been given: by what was learned from the other labels. So these rates hold "
            "for posts that nobody labelled, and shares are corrected by them."))
    if many.read_known:
        st.warning(plain(
            f"What is read has learned from {many.read_known:,} of these posts (retrain, with an "
            "earlier Decaf) and is right about them more often than about others: these rates are "
            "too good, and shares are corrected too little. Run `python -m data retrain` and build "
            "again: then each is read by what was learned from the others."),
            icon=":material/warning:")


def _own_labels(filters: Filters) -> None:
    """What labels changed in the reading, or how they can."""
    frame = figures_in_use(home())
    if frame.empty:
        st.caption(f"From {LEAST_LABELS} labels on, {LEAST_OF_A_CLASS} of each class, `python -m "
                   "data retrain` lets them mend how posts are read; what reads labels left out "
                   "no better is not used, and `--roll-back` undoes it.")
        return
    card(Card(
        key="audit_retrained", title="What did labels of our own change?", metric="", frame=frame,
        filters=filters, covers="all labels", height=180,
        about="Adjustments to the shipped model by `python -m data retrain`, in use from the next "
        "build on; before is the shipped model alone. Each label was judged by a model that had "
        "not seen it. Log loss: the mean surprise at what people say, lower is better.",
        n=several(int(frame["labels"].max()), "label", "labels")))


def _confusion_card(facet: str, posts: pd.DataFrame, filters: Filters) -> None:
    names = _NAMES[facet]
    counts = confusion(posts, facet)
    frame = confusion_frame(counts, names)
    n = int(frame["count"].sum())
    macro = macro_recall(counts, names)
    card(Card(
        key=f"audit_confusion_{facet}", title=f"Which {facet} is taken for which?", metric="",
        frame=frame, filters=filters, covers="all labels", about=_ABOUT + "Shares are of the row, "
        "with Wilson intervals.", n=several(n, "post", "posts"),
        figure=lambda: confusion_heatmap(frame), alt=lambda: confusion_heatmap_alt(frame),
        note=f"mean recall {percent(macro)}" if macro == macro else
        "no mean recall: a label has no checked post"))


def _rates_card(posts: pd.DataFrame, filters: Filters) -> None:
    frames = [recall_precision(confusion(posts, facet), names).assign(facet=facet)
              for facet, names in _NAMES.items()]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[["facet", "label", "measure", "right", "n", "share", "low", "high"]]
    card(Card(
        key="audit_rates", title="How much of each is found, and how much of what is called so is?",
        metric="", frame=frame, filters=filters, covers="all labels", height=300,
        about=_ABOUT + "Recall: of the posts that are so, those called so. Precision: of the posts "
        "called so, those that are. Precision depends on how common each label is, so it holds for "
        "random posts only.", n=several(len(posts), "post", "posts")))


def _channels_card(posts: pd.DataFrame, filters: Filters) -> None:
    """Within a channel both draws are random: of all posts, and of each channel."""
    frames = [right_by(posts, facet).assign(facet=facet) for facet in _NAMES]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[["facet", "channel", "right", "n", "share", "low", "high"]]
    frame["channel"] = frame["channel"].map(channel_name)
    card(Card(
        key="audit_channels", title="Is it as right on every channel?", metric="", frame=frame,
        filters=filters, covers="all labels", height=300,
        about=_ABOUT + "Posts drawn at random, and posts drawn as the same number of each channel: "
        "within a channel both are random. Shares are of the channel's posts, with Wilson "
        "intervals. A sample of each channel counts in no rate of all posts, where a small channel "
        "would weigh as much as a large one.", n=several(len(posts), "post", "posts")))


def _calibration_card(random: pd.DataFrame, filters: Filters) -> None:
    def make() -> Card:
        facet = str(st.session_state.get("audit_sure") or "purpose")
        told = random[random[facet] != ""]
        right = (told[facet] == told[f"predicted_{facet}"]).tolist()
        sure = told[f"{facet}_confidence"].astype(float).tolist()
        frame = reliability(sure, right)
        error = calibration_error(sure, right)
        said = ("" if not error.n else
                f"expected calibration error {error.error:.2f}; by chance up to "
                f"{error.by_chance:.2f}")
        return Card(
            key="audit_calibration", title="Is it as often right as it is sure?", metric="",
            frame=frame, filters=filters, covers="all labels", about=_ABOUT + _ABOUT_CALIBRATION,
            figure=lambda: reliability_dots(frame), alt=lambda: reliability_dots_alt(frame),
            n=several(error.n, "random post", "random posts"), note=said)

    choice_card("audit_calibration", make, lambda: st.segmented_control(
        "Of", ["purpose", "sentiment"], default="purpose", required=True, key="audit_sure",
        format_func=str.capitalize, label_visibility="collapsed"))


def _agreement_card(audit: Audit, filters: Filters) -> None:
    rows: list[dict[str, Any]] = []
    for facet in FACETS:
        found = krippendorff_alpha(audit.words(facet), unit="post")
        if found.units:
            rows.append({"facet": facet, **found._asdict()})
    frame = pd.DataFrame(rows, columns=["facet", "alpha", "low", "high", "units", "labels",
                                        "agreed"])
    if frame.empty:
        with st.container(border=True, height="stretch"):
            st.markdown("###### Do people agree?", anchors=False)
            st.markdown("No post was labelled by two people yet. Ask a second person to label the "
                        "same sample; they do not see the first one's labels.")
        return
    people = len({one.who.casefold() for one in audit.said if not one.settles})
    card(Card(
        key="audit_agreement", title="Do people agree?", metric="", frame=frame, filters=filters,
        covers="all labels", about=_ABOUT_AGREEMENT,
        figure=lambda: agreement_dots(frame), alt=lambda: agreement_dots_alt(frame),
        n=f"{several(int(frame['units'].max()), 'post', 'posts')}, "
          f"{several(people, 'person', 'people')}",
        note="reliable from 0.8 on, tentative from 0.667 on"))

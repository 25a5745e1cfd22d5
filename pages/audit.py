"""How right is what is read in posts, and do people agree on it?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.agreement import krippendorff_alpha
from analysis.audit import right_share
from analysis.intervals import wilson
from analysis.wording import number, several, share_words
from data.audit import AuditError, confusion
from data.filters import Filters
from pages.ui.audit_label import label_view
from pages.ui.audit_results import results_view
from pages.ui.audit_settle import settle_view
from pages.ui.audits import Audit, load_audit
from pages.ui.head import head
from pages.ui.lexicon_editor import lexicon_view
from pages.ui.states import failed

VIEWS = ("Label posts", "How right?", "Disagreements", "Brand words")
NOTE = ("Rates come from randomly drawn posts alone: posts that were chosen because the engines "
        "doubt them would show the engines worse than they are, and of those drawn as the same "
        "number of each channel a small channel would weigh as much as a large one; these count in "
        "the rates by channel. A post whose label taught the reading (retrain) is read by what was "
        "learned from the others. Labels are kept beside the data and only grow.")


def render(filters: Filters) -> None:
    """Draw the page."""
    try:
        audit = load_audit()
    except AuditError as error:
        failed(str(error))
        return
    head(answer(audit), filters, note=NOTE)
    view = st.segmented_control("Show", VIEWS, default=VIEWS[0], required=True, key="audit_view",
                                bind="query-params", label_visibility="collapsed")
    draw: dict[str, Any] = {VIEWS[1]: results_view, VIEWS[2]: settle_view, VIEWS[3]: lexicon_view}
    draw.get(str(view), label_view)(audit, filters)


def answer(audit: Audit) -> str:
    """The page's sentence: how often the engines are right, on how many posts, and who agrees."""
    posts = audit.posts
    if posts.empty:
        return ("Nobody has checked yet how right the labels of posts are: draw a sample and label "
                "it.")
    random = posts[posts["is_random"]]
    parts = []
    for facet in ("purpose", "sentiment"):
        right, n = right_share(confusion(random, facet))
        if n:
            low, high = wilson(right, n)
            parts.append(f"{facet} in {share_words(right / n, low=low, high=high, n=n)}")
    people = len({one.who.casefold() for one in audit.said})
    by = f"by {several(people, 'person', 'people')}"
    if not parts:
        all_of = several(len(posts), "post", "posts")
        return (f"We cannot tell yet how right the labels are: {all_of} labelled {by}, none of "
                "them of a random sample.")
    words = f"The engines are right on {' and on '.join(parts)} of randomly drawn posts"
    found = krippendorff_alpha(audit.words("purpose"), unit="post")
    if found.units and found.alpha == found.alpha:
        limits = f" ({found.low:.2f}–{found.high:.2f})" if found.low == found.low else ""
        return (f"{words}; people agree on the purpose with alpha {found.alpha:.2f}{limits} "
                f"(n = {number(found.units)} posts).")
    return f"{words}, labelled {by}; nobody has labelled the same posts a second time yet."


if __name__ == "__main__":
    import dashboard

    dashboard.main()

"""Are customers on social media like the others?"""

from __future__ import annotations

import streamlit as st

from analysis.charts.representative import (
    difference_dots,
    difference_dots_alt,
    offset_dots,
    offset_dots_alt,
)
from analysis.representative import (
    FEWEST_SOCIAL,
    NEGLIGIBLE,
    Verdict,
    mean_offsets,
    profile_differences,
    verdict,
)
from analysis.wording import several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.handles import matched
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain

_ORDER = ("segment", "region", "tier", "tenure", "yearly value")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        groups, means, handles = load_all(filters, metrics.social_profile, metrics.social_means,
                                          metrics.match_rate)
    if groups.empty:
        head("No customer was active under these filters, so there is nobody to compare.", filters)
        nothing_matches("customers", filters)
        return
    profile = profile_differences(groups)
    offsets = mean_offsets(means)
    judged = verdict(profile)
    social = int(profile.groupby("dimension")["customers_social"].sum().max())
    active = int(profile.groupby("dimension")["active_customers"].sum().max())
    head(answer(judged, social), filters, note=matched(handles, filters))
    n = (f"{several(social, 'customer', 'customers')} on social media of "
         f"{several(active, 'active customer', 'active customers')}")
    left, right = st.columns([3, 2])
    with left:
        order = {name: at for at, name in enumerate(_ORDER)}
        rows = profile.sort_values(
            ["dimension", "smd"], ascending=[True, False], kind="stable",
            key=lambda one: one.map(order) if one.name == "dimension" else one)
        card(Card(
            key="differences", title="Who is over- or under-represented on social media?",
            metric="social_profile", frame=rows, filters=filters, n=n,
            figure=lambda: difference_dots(rows), alt=lambda: difference_dots_alt(rows),
            note="filled: a finding at a false-discovery rate of 5 %; band: negligible; groups "
                 "under 30 customers have no mark",
        ))
    with right:
        card(Card(
            key="offsets", title="How wrong would it be to generalise a mean?",
            metric="social_means", frame=offsets, filters=filters, n=n,
            figure=lambda: offset_dots(offsets), alt=lambda: offset_dots_alt(offsets),
            note="diamond: after weighting by segment and tier; what stays cannot be repaired by "
                 "weighting",
        ))
        st.caption(plain(
            f"The rule: a figure may not be generalised when a group differs by more than "
            f"{NEGLIGIBLE:g} standard deviations (Austin 2009) and is a finding; it may when all "
            f"groups stay within; with fewer than {FEWEST_SOCIAL} customers on social media, or "
            "intervals that reach beyond, it cannot be told."))


def answer(judged: Verdict, social: int) -> str:
    """The page's sentence: whether to generalise, and why."""
    said = {
        "may": "What holds for customers on social media may be generalised",
        "may not": "What holds for customers on social media may not be generalised",
        "cannot tell": "We cannot tell yet whether customers on social media are like the others",
    }[judged.may]
    return f"{said}: {joined(list(judged.because))} (n = {social:,} on social media)."


if __name__ == "__main__":
    import dashboard

    dashboard.main()

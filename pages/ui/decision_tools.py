"""What the parts of the decision's page share: what is shown, and the brief as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.brief.content import Brief, make_brief
from analysis.brief.page_html import html_page
from analysis.brief.page_pdf import pdf_page
from analysis.decision.decide import Decision
from analysis.decision.inputs import Input, from_json, to_json
from analysis.decision.options import OPERATING_MODELS
from analysis.decision.verdict_flips import verdict_flips
from data.brief import about, covers
from data.filters import Filters
from data.readiness import Gap
from pages.ui.card import Card, card, choice_card
from pages.ui.exports import file_name
from pages.ui.load import load_options, warehouse, work_out

if TYPE_CHECKING:
    from analysis.charts.figure import Figure

_ABOUT = "Computed from the inputs by the model of docs/decision.md: {}"


@dataclass(frozen=True, eq=False)
class Shown:
    """The decision with what it was made of: ``known`` without, ``changed`` with the reader's word.

    ``facts``: the frame of decision_inputs; ``checked``: conversations checked by people;
    ``missing``: what is not in place, None where that cannot be read.
    """

    found: Decision
    known: Mapping[str, Input]
    changed: str
    filters: Filters
    facts: pd.DataFrame
    checked: pd.DataFrame | None
    currency: str
    missing: Sequence[Gap] | None

    def card(self, key: str, title: str, frame: pd.DataFrame, about: str, *, note: str = "",
             figure: Callable[[], Figure] | None = None,
             alt: Callable[[], str] | None = None, height: int | None = None,
             n: str | None = None) -> Card:
        """A card about the decision."""
        return Card(key=f"decision_{key}", title=title, metric="", frame=frame,
                    filters=self.filters, n=f"{self.found.n:,} draws" if n is None else n,
                    covers=covers(self.filters), about=_ABOUT.format(about), figure=figure,
                    alt=alt, note=note, height=height)

    def show(self, one: Card) -> None:
        """Draw a card."""
        card(one)

    def show_choice(self, key: str, make: Callable[[], Card],
                    control: Callable[[], object]) -> None:
        """Draw a card with a control of its own."""
        choice_card(f"decision_{key}", make, control)


def brief_of(shown: Shown) -> Brief:
    """The brief of what is shown: the very decision of the page."""
    return make_brief(
        shown.found, about(load_options(), shown.filters, version=warehouse().version),
        known=shown.known, verdict_flips=flips_of_verdict(shown))


def flips_of_verdict(shown: Shown) -> pd.DataFrame:
    """What would flip the verdict of the page; worked out once for the same inputs."""
    frame: pd.DataFrame = work_out(flips_of, shown.filters, inputs=to_json(shown.found.inputs),
                                   operating=shown.found.operating.name)
    return frame


def flips_of(*, inputs: str, operating: str) -> pd.DataFrame:
    """What would flip the verdict, from inputs as JSON."""
    model = next(one for one in OPERATING_MODELS if one.name == operating)
    return verdict_flips(from_json(inputs), operating=model)


def brief_buttons(shown: Shown) -> None:
    """The brief as files; made when somebody asks for one."""
    name = f"Decision brief: {shown.found.verdict.headline}"
    period = shown.filters.period()
    st.download_button(
        "Brief (PDF)", lambda: pdf_page(brief_of(shown)), mime="application/pdf",
        file_name=file_name(name, "pdf", period=period), key="decision_brief_pdf",
        icon=":material/picture_as_pdf:", on_click="ignore",
        help="One page that can be sent on, with the numbers of this page")
    st.download_button(
        "Brief (HTML)", lambda: html_page(brief_of(shown)).encode("utf-8", "replace"),
        mime="text/html", file_name=file_name(name, "html", period=period),
        key="decision_brief_html", icon=":material/code:", on_click="ignore",
        help="The same page as one file for a browser or an e-mail")

"""What the brief says: every figure in the very words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.brief.charts import options_sketch, share_sketch
from analysis.brief.sketch import Sketch
from analysis.decision.decide import Decision
from analysis.decision.inputs import Inputs
from analysis.decision.said import (
    LABELS,
    Figure,
    answer,
    figure_words,
    figures,
    flip_rows,
    in_currency,
    opportunity_answer,
    reasons,
    survey_answer,
)
from analysis.decision.said_flips import verdict_flip_answer
from analysis.records import records

FLIPS = 6


@dataclass(frozen=True)
class About:
    """What a brief is about: whose, which rows, how old, made by what.  All in words."""

    company: str
    currency: str
    filters: str
    covers: str
    data: str
    made: str
    version: str


@dataclass(frozen=True)
class Brief:
    """The page, part by part.  ``flips``: input, now, flips at, change, chance, then best."""

    about: About
    verdict: str
    answer: str
    reasons: str
    figures: tuple[Figure, ...]
    options: Sketch
    share: Sketch
    flips_title: str
    flips_note: str
    flips: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its heading and the name of its files."""
        return f"Social-media customer care: {self.verdict.lower()}"

    @property
    def foot(self) -> tuple[str, ...]:
        """Filters, data time and version, one line each."""
        about = self.about
        return (f"{about.company}. {about.filters} Figures of the log: {about.covers}; channel "
                "and purpose do not narrow them.",
                f"{about.data}. {about.made}. {about.version}. Every formula and source: "
                "docs/decision.md.")


FLIP_HEADINGS = ("Input", "Now", "Flips at", "Change", "Chance", "Then best")


def make_brief(found: Decision, about: About, *, known: Inputs | None = None,
               verdict_flips: pd.DataFrame | None = None) -> Brief:
    """The brief of a decision.

    ``known``: the inputs without the reader's changes.  ``verdict_flips``: the frame of that name;
    without it the brief does not say what would flip the verdict.
    """
    currency = about.currency
    rows = flip_rows(found, currency)
    columns = ["input", "now", "flips_at", "change", "chance_beyond", "then_best"]
    flips = tuple(tuple(str(cell) for cell in row)
                  for row in records(rows[columns].head(FLIPS)))
    more = len(rows) - len(flips)
    best = LABELS[found.verdict.option].lower()
    title = "What would flip the answer" if flips else "Nothing within reach flips the answer"
    under = (f"Away from: {best}. The nearest value of each input at which another option is the "
             "best, all else equal, and the chance that it lies beyond; likeliest first"
             + (f", {more} less likely ones are on the page" if more else "") + "."
             if flips else "")
    return Brief(
        about=about, verdict=found.verdict.headline, reasons=reasons(found),
        # The verdict stands above it, larger.
        answer=_capital(answer(found).removeprefix(f"{found.verdict.headline}: ")),
        figures=tuple(figures(found, currency)),
        options=options_sketch(found.options, currency=currency),
        share=share_sketch(found.curves), flips_title=title, flips_note=under, flips=flips,
        notes=(*(() if verdict_flips is None else (verdict_flip_answer(verdict_flips, currency),)),
               *_notes(found, currency, changed_words(found.inputs, known, currency))))


def changed_words(inputs: Inputs, known: Inputs | None, currency: str) -> list[str]:
    """What the reader changed: "Discount rate 5 % (was 8 %)"."""
    out = []
    for name, one in inputs.items():
        if known is None or one == known[name]:
            continue
        unit = in_currency(one.entry.unit, currency)
        said = [figure_words(given.distribution.estimate, unit) for given in (one, known[name])]
        out.append(f"{one.entry.label} {said[0]} (was {said[1]})")
    return out


def _notes(found: Decision, currency: str, changed: Sequence[str]) -> list[str]:
    known = sum(1 for one in found.inputs.values() if one.source in ("measured", "stated"))
    best = found.options.set_index("option").loc[found.verdict.option].to_dict()
    out = [opportunity_answer(found, currency),
           f"{survey_answer(found, currency)}.",
           f"Who answers: {found.operating.label.lower()}. {known} of {len(found.inputs)} inputs "
           f"are measured or stated, the rest assumed or published. {found.n:,} draws; drawing "
           f"leaves ± {2 * float(best['standard_error']):,.0f} {currency} in the best option's "
           "mean."]
    if changed:
        out.append(f"Changed by the reader: {'; '.join(changed)}.")
    return out


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

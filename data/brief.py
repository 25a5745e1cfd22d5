"""The brief of the decision, from the home to a file, by the page's own calculation.

An end product as a build step is one, so it may call the calculation: nothing is stored, and what
the page shows comes from the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo

from analysis.brief.content import About, Brief, make_brief
from analysis.brief.page_html import html_page
from analysis.brief.page_pdf import SIZES, pdf_page
from analysis.decision.changes import read_changes
from analysis.decision.decide import decide
from analysis.decision.inputs import Input, with_overrides
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS, OperatingModel
from analysis.decision.prefill import prefilled
from analysis.decision.verdict_flips import verdict_flips
from data import metrics
from data.checked import purpose_confusion
from data.filters import EVERYONE, Filters, Viewer
from data.metrics.facts import Options
from data.periods import DEFAULT, PERIODS, period_of
from data.warehouse import Warehouse


class BriefError(ValueError):
    """The brief that was asked for cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Asked:
    """What a brief is asked for: the choices of the page, as words.  Empty means all."""

    period: str = DEFAULT
    since: date | None = None
    until: date | None = None
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    changed: str = ""
    who: str = CONTACT_CENTRE.name


def known_inputs(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> dict[str, Input]:
    """The inputs as the warehouse and the checked sample know them.

    Raises BriefError where what people have checked cannot be read.
    """
    try:
        checked = purpose_confusion(db.home)
    except ValueError as error:
        raise BriefError(str(error)) from None
    return prefilled(
        metrics.decision_inputs(db, filters, viewer), metrics.decision_months(db, filters, viewer),
        metrics.survey_social_share(db, filters, viewer), checked)


def make(db: Warehouse, asked: Asked, *, viewer: Viewer = EVERYONE, now: datetime | None = None
         ) -> Brief:
    """The brief of a home.  Raises BriefError for a choice that the data does not offer."""
    options = metrics.options(db, viewer)
    filters = filters_of(asked, options)
    known = known_inputs(db, filters, viewer)
    if not known["customers"].distribution.estimate:
        raise BriefError("No customers are known under these filters, so there is nothing to "
                         "decide about.")
    changes, wrong = read_changes(asked.changed)
    if wrong:
        raise BriefError(f"These inputs cannot be used: {'; '.join(wrong)}.")
    found = decide(with_overrides(known, changes), operating=operating_of(asked.who))
    return make_brief(found, about(options, filters, version=db.version, now=now), known=known,
                      verdict_flips=verdict_flips(found.inputs, operating=found.operating))


def about(options: Options, filters: Filters, *, version: str, now: datetime | None = None
          ) -> About:
    """Whose brief it is, which rows it covers, how old the data is, and what made it."""
    zone = ZoneInfo(options.timezone)
    made = (now or datetime.now(UTC)).astimezone(zone)
    built = datetime.fromisoformat(options.built_at)
    built = (built.replace(tzinfo=UTC) if built.tzinfo is None else built).astimezone(zone)
    last = options.last_day
    return About(
        company=options.company, currency=options.currency,
        # A brief compares nothing, so its words do not say so either.
        filters=_capital(replace(filters, compare=False).sentence()), covers=covers(filters),
        data=f"Data to {last.day} {last:%b %Y}, built {_moment(built)} {options.timezone}"
             if last else "No data",
        made=f"Made {_moment(made)} {options.timezone}", version=f"Warehouse {version}")


def covers(filters: Filters) -> str:
    """The year that the decision looks at, in words."""
    return f"the year before {filters.end.day} {filters.end:%b %Y}"


def filters_of(asked: Asked, options: Options) -> Filters:
    """The filters that were asked for.  Raises BriefError naming what the data does not offer."""
    first, last = options.first_day, options.last_day
    if first is None or last is None:
        raise BriefError("There is no data yet. Load some and run: python -m data build")
    for name in ("segments", "regions", "tiers"):
        _offered(name, getattr(asked, name), getattr(options, name))
    if asked.since or asked.until:
        start, end = asked.since or first, (asked.until or last) + timedelta(days=1)
    elif asked.period in PERIODS and asked.period != "custom":
        start, end = period_of(asked.period, first=first, last=last)
    else:
        raise BriefError(f"{asked.period!r} is no period: "
                         f"{', '.join(one for one in PERIODS if one != 'custom')}.")
    if end <= start:
        raise BriefError(f"The period is empty: {start} to {end - timedelta(days=1)}.")
    if start > last or end <= first:
        raise BriefError(f"The data covers {first} to {last}; nothing of it is in that period.")
    return Filters(
        start=start, end=end, segments=asked.segments, regions=asked.regions, tiers=asked.tiers,
        hours=cast(Literal["calendar", "business"], options.sla_clock), compare=False,
        week_start="sunday" if options.week_start == "sunday" else "monday")


def operating_of(name: str) -> OperatingModel:
    """The operating model of a name or label.  Raises BriefError listing those there are."""
    for one in OPERATING_MODELS:
        if name.strip().lower() in (one.name, one.label.lower()):
            return one
    raise BriefError(f"{name!r} is no way to answer: "
                     f"{', '.join(one.name for one in OPERATING_MODELS)}.")


def write(brief: Brief, out: Path, *, paper: str = "A4") -> int:
    """Write the brief as PDF or HTML, by the name's ending; the bytes written.

    Raises BriefError for another ending or paper.
    """
    kind = out.suffix.lower()
    if kind not in (".pdf", ".html", ".htm"):
        raise BriefError(f"{out.name}: a brief is written as .pdf or .html.")
    if paper not in SIZES:
        raise BriefError(f"{paper!r} is no paper: {', '.join(SIZES)}.")
    content = (pdf_page(brief, paper="Letter" if paper == "Letter" else "A4") if kind == ".pdf"
               else html_page(brief).encode("utf-8", "replace"))
    return out.write_bytes(content)


def _offered(name: str, chosen: Sequence[str], offered: Sequence[str]) -> None:
    for one in chosen:
        if one not in offered:
            known = ", ".join(offered) or "none known"
            raise BriefError(f"{one!r} is none of the {name}: {known}.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M}"

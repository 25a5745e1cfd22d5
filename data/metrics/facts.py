"""What the warehouse holds: the choices of the filters and the facts of the build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.filters import EVERYONE, Viewer
from data.sqlfiles import sql_file
from data.warehouse import Warehouse


@dataclass(frozen=True)
class Options:
    """What can be chosen, and how fresh the data is.  Days are local, moments are UTC."""

    channels: tuple[str, ...]
    social_channels: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    tiers: tuple[str, ...]
    purposes: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    newest_published_at: datetime | None
    customers: int
    interactions: int
    company: str
    timezone: str
    currency: str
    week_start: str
    sla_clock: str
    built_at: str
    settings_hash: str
    sources: tuple[str, ...] = ()


def options(db: Warehouse, viewer: Viewer = EVERYONE) -> Options:
    """The choices that the data offers to this viewer.  Raises NoWarehouse."""
    name = "options"
    row = db.query(sql_file(f"metrics/{name}.sql"), viewer.params(), name=name).iloc[0]
    facts = build_facts(db)

    def listed(column: str) -> tuple[str, ...]:
        return tuple(str(one) for one in row[column])

    return Options(
        channels=listed("channels"),
        social_channels=listed("social_channels"),
        segments=listed("segments"),
        regions=listed("regions"),
        tiers=listed("tiers"),
        purposes=listed("purposes"),
        first_day=_day(row["first_day"]),
        last_day=_day(row["last_day"]),
        newest_published_at=_moment(row["newest_published_at"]),
        customers=int(row["customers"]),
        interactions=int(row["interactions"]),
        company=facts["company"],
        timezone=facts["timezone"],
        currency=facts["currency"],
        week_start=facts["week_start"],
        sla_clock=facts["sla_clock"],
        built_at=facts["built_at"],
        settings_hash=facts["settings_hash"],
        sources=listed("sources"),
    )


def build_facts(db: Warehouse) -> dict[str, str]:
    """Facts that the build noted: version, built_at, company, timezone, engine versions..."""
    frame = db.query("select fact, value from build_info", {}, name="build_info")
    return dict(zip(frame["fact"], frame["value"], strict=True))


def timezone(db: Warehouse) -> str:
    """The display time zone of this warehouse."""
    return build_facts(db)["timezone"]


def _day(value: object) -> date | None:
    moment = _moment(value)
    return None if moment is None else moment.date()


def _moment(value: object) -> datetime | None:
    import pandas as pd

    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    moment: datetime = pd.Timestamp(value).to_pydatetime()  # type: ignore[arg-type]
    return moment

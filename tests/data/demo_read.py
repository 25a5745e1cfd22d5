"""A demo company read to the end, for the tests of what it is and of what is planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from data.demo import DemoCompany, demo_company

SOCIAL = ["x", "facebook", "instagram"]
CUSTOMERS, MONTHS = 6_000, 6


@dataclass(frozen=True)
class Read:
    """A company whose interactions have been read to the end."""

    company: DemoCompany
    months: list[pa.Table]
    rows: pd.DataFrame

    @property
    def truth(self) -> dict[str, Any]:
        return self.company.truth

    @property
    def inbound(self) -> pd.DataFrame:
        return self.rows[self.rows.direction == "inbound"]

    @property
    def posts(self) -> pd.DataFrame:
        """Inbound posts with their true labels."""
        told = self.truth["posts"]
        labels = pd.DataFrame({k: told[k] for k in
                               ("interaction_id", "purpose", "intent", "sentiment")})
        # The contract's own purpose is what a source may say; the demo's says nothing.
        inbound = self.inbound.drop(columns="purpose")
        return inbound[inbound.channel.isin(SOCIAL)].merge(
            labels, on="interaction_id", how="left")

    def table(self, name: str) -> pd.DataFrame:
        """A table of the company other than the interactions."""
        return pd.DataFrame(self.company.tables[name].to_pandas())


def read(**options: Any) -> Read:
    """Make a company and read all of it."""
    company = demo_company(**options)
    months = list(company.interactions)
    return Read(company, months, pa.concat_tables(months).to_pandas())


def utc(moment: str) -> pd.Timestamp:
    """A moment of the truth as the lake writes it."""
    return pd.Timestamp(moment).tz_convert("UTC").tz_localize(None)


def local(times: pd.Series) -> pd.Series:
    """The company's own clock."""
    return pd.Series(times.dt.tz_localize("UTC").dt.tz_convert("America/Chicago"))

"""Ties social accounts to customers: what sources say, the model finds and people decide."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor

import duckdb
import pandas as pd
import pyarrow as pa

from data.decisions import journal, standing
from data.home import Home
from data.kept import forget_others, kept
from data.settings import Settings
from data.sqlfiles import sql_file

# Thresholds at which the check on known accounts is shown, besides the company's own.
CHECKED_AT = (0.5, 0.8, 0.9, 0.95, 0.99)
# What the model is asked.
_ASKED = ("select network, account, handle, display_name, city, email, "
          "case when owners_told = 1 then owner_told end as customer_id "
          "from accounts order by network, account")
_CUSTOMERS = ("select customer_id, name, email, coalesce(region, 'unknown') as region "
              "from newest_customers order by customer_id")


class Candidates:
    """What the model finds, which is sought on one core while the build goes on.

    From the lake where the model has seen the same accounts and customers.
    """

    def __init__(self, home: Home, db: duckdb.DuckDBPyConnection, customers: str = "") -> None:
        """Begin, from accounts and newest_customers.

        ``customers``: what told the customers (``customers``), where they are those of the build
        before.
        """
        from analysis.identity import MODEL_VERSION

        self._folder = home.lake / "links"
        self.customers = customers or _told(db, _CUSTOMERS)
        self._name = hashlib.sha256(
            (MODEL_VERSION + _told(db, _ASKED) + self.customers).encode()).hexdigest()[:24]
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: Future[pd.DataFrame] | None = None
        if not (self._folder / f"{self._name}.parquet").exists():
            asked = db.execute(_ASKED).df()
            # Without accounts nobody is looked for.
            people = db.execute(_CUSTOMERS + ("" if len(asked) else " limit 0")).df()
            self._thread = ThreadPoolExecutor(1)
            self._waiting = self._thread.submit(_sought, asked, people)

    def found(self) -> pd.DataFrame:
        """The candidates of each account, when they are found; kept in the lake from then on."""
        def make() -> pd.DataFrame:
            assert self._waiting
            return self._waiting.result()

        found = kept(self._folder, self._name, make, pa.schema([
            ("network", pa.string()), ("account", pa.string()), ("customer_id", pa.string()),
            ("rank", pa.int64()), ("match_probability", pa.float64()),
            ("reasons", pa.list_(pa.string()))]))
        forget_others(self._folder, [self._name])
        return found

    def close(self) -> None:
        """Wait until nothing is sought any more."""
        if self._thread:
            self._thread.shutdown(cancel_futures=True)


def _sought(asked: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    from analysis.identity import match_accounts

    found = match_accounts(asked.drop(columns=["network", "account"]), customers)
    who = asked.loc[found["account"], ["network", "account"]].reset_index(drop=True)
    return found.drop(columns="account").join(who)


def link_accounts(home: Home, db: duckdb.DuckDBPyConnection, settings: Settings,
                  candidates: Candidates) -> None:
    """Make handle_links, handle_candidates and link_check, and fill the temporary handle_owners.

    Reads accounts, newest_customers and the journal of decisions.  What the model found is kept
    in the lake and found again as long as accounts and customers stay the same.  Raises
    JournalError when the journal cannot be read.
    """
    decided = standing(journal(home)).rename(columns={"at": "decided_at"})
    for name, frame in (("found", candidates.found()), ("said", decided.astype("object"))):
        db.register(f"{name}_frame", frame)
        db.execute(f"create temp table {name} as select * from {name}_frame")
        db.unregister(f"{name}_frame")
    # The columns of an empty frame have no type of their own.
    db.execute("create temp table decided as select * from said where cast(customer_id as varchar) "
               "in (select customer_id from newest_customers)")
    values = {"accept": settings.link_accept, "review": settings.link_review}
    db.execute("create table handle_candidates as " + sql_file("linking/candidates.sql"))
    db.execute("create table handle_links as " + sql_file("linking/links.sql"), values)
    db.execute("create table link_check as " + sql_file("linking/check.sql"),
               {"cuts": sorted({*CHECKED_AT, settings.link_accept})})
    db.execute("insert into handle_owners select network, account, customer_id "
               "from handle_links where customer_id is not null")
    db.execute("drop table found; drop table said; drop table decided")


def _told(db: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Tells all rows of a statement, in any order, by the MD5 of their values.

    Every row stands once, so none lifts another.
    """
    columns = [row[0] for row in db.execute(f"describe {sql}").fetchall()]
    # What is missing is unlike any value, and where one value ends the next begins.
    values = ", ".join(f"coalesce('=' || {one}, '')" for one in columns)
    return str(db.execute(
        f"select count(*), bit_xor(md5_number(concat_ws(chr(31), {values}))) from ({sql})"
    ).fetchall()[0])

"""Ties social accounts to customers: what sources say, the model finds and people decide."""

from __future__ import annotations

import hashlib

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


def link_accounts(home: Home, db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make handle_links, handle_candidates, link_check and the temporary handle_owners.

    Reads accounts, newest_customers and the journal of decisions.  What the model found is kept
    in the lake and found again as long as accounts and customers stay the same.  Raises
    JournalError when the journal cannot be read.
    """
    decided = standing(journal(home)).rename(columns={"at": "decided_at"})
    for name, frame in (("found", _candidates(home, db)), ("said", decided.astype("object"))):
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
    db.execute("create temp table handle_owners as select network, account, customer_id "
               "from handle_links where customer_id is not null")
    db.execute("drop table found; drop table said; drop table decided")


def _candidates(home: Home, db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the model finds, from the lake where it has seen the same accounts and customers."""
    from analysis.identity import MODEL_VERSION, match_accounts

    folder = home.lake / "links"
    key = _key(MODEL_VERSION, db)

    def make() -> pd.DataFrame:
        asked = db.execute(_ASKED).df()
        # Without accounts nobody is looked for.
        customers = db.execute(_CUSTOMERS + ("" if len(asked) else " limit 0")).df()
        found = match_accounts(asked.drop(columns=["network", "account"]), customers)
        who = asked.loc[found["account"], ["network", "account"]].reset_index(drop=True)
        return found.drop(columns="account").join(who)

    found = kept(folder, key, make, pa.schema([
        ("network", pa.string()), ("account", pa.string()), ("customer_id", pa.string()),
        ("rank", pa.int64()), ("match_probability", pa.float64()),
        ("reasons", pa.list_(pa.string()))]))
    forget_others(folder, [key])
    return found


def _key(version: str, db: duckdb.DuckDBPyConnection) -> str:
    """A name for what is found: of the model, and of all accounts and customers in any order.

    Each is told by the MD5 of its values; every row stands once, so none lifts another.
    """
    digest = hashlib.sha256(version.encode())
    for sql in (_ASKED, _CUSTOMERS):
        columns = [row[0] for row in db.execute(f"describe {sql}").fetchall()]
        # What is missing is unlike any value, and where one value ends the next begins.
        values = ", ".join(f"coalesce('=' || {one}, '')" for one in columns)
        digest.update(str(db.execute(
            f"select count(*), bit_xor(md5_number(concat_ws(chr(31), {values}))) from ({sql})"
        ).fetchall()[0]).encode())
    return digest.hexdigest()[:24]

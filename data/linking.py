"""Ties social accounts to customers: what sources say, the model finds and people decide."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from data.decisions import journal, standing
from data.home import Home
from data.kept import forget_others, kept, key_of
from data.settings import Settings
from data.sqlfiles import sql_file

# Thresholds at which the check on known accounts is shown, besides the company's own.
CHECKED_AT = (0.5, 0.8, 0.9, 0.95, 0.99)


def link_accounts(home: Home, db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make handle_links, handle_candidates, link_check and the temporary handle_owners.

    Reads accounts, newest_customers and the journal of decisions.  What the model found is kept
    in the lake and found again as long as accounts and customers stay the same.  Raises
    JournalError when the journal cannot be read.
    """
    accounts = db.execute("select * from accounts order by network, account").df()
    decided = standing(journal(home))
    # Without accounts nobody is looked for.
    limit = "" if len(accounts) or len(decided) else "limit 0"
    customers = db.execute("select customer_id, name, email, coalesce(region, 'unknown') as "
                           f"region from newest_customers order by customer_id {limit}").df()
    found = _candidates(home, accounts, customers)
    decided = decided[decided["customer_id"].isin(customers["customer_id"])].rename(
        columns={"at": "decided_at"})
    for name, frame in (("found", found), ("decided", decided.astype("object"))):
        db.register(f"{name}_frame", frame)
        db.execute(f"create temp table {name} as select * from {name}_frame")
        db.unregister(f"{name}_frame")
    values = {"accept": settings.link_accept, "review": settings.link_review}
    db.execute("create table handle_candidates as " + sql_file("linking/candidates.sql"))
    db.execute("create table handle_links as " + sql_file("linking/links.sql"), values)
    db.execute("create table link_check as " + sql_file("linking/check.sql"),
               {"cuts": sorted({*CHECKED_AT, settings.link_accept})})
    db.execute("create temp table handle_owners as select network, account, customer_id "
               "from handle_links where customer_id is not null")
    db.execute("drop table found; drop table decided")


def _candidates(home: Home, accounts: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """What the model finds, from the lake where it has seen the same accounts and customers."""
    from analysis.identity import MODEL_VERSION, match_accounts

    known = accounts["owner_told"].where(accounts["owners_told"] == 1)
    asked = accounts[["handle", "display_name", "city", "email"]].assign(customer_id=known)
    folder = home.lake / "links"
    key = key_of(MODEL_VERSION, accounts[["network", "account"]], asked, customers)

    def make() -> pd.DataFrame:
        found = match_accounts(asked, customers)
        who = accounts.loc[found["account"], ["network", "account"]].reset_index(drop=True)
        return found.drop(columns="account").join(who)

    found = kept(folder, key, make, pa.schema([
        ("network", pa.string()), ("account", pa.string()), ("customer_id", pa.string()),
        ("rank", pa.int64()), ("match_probability", pa.float64()),
        ("reasons", pa.list_(pa.string()))]))
    forget_others(folder, [key])
    return found

"""The contract, its templates and its page in the docs."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import duckdb
import pytest
import sqlglot

from data import contract
from data.home import Home
from data.sqlfiles import FOLDER
from data.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[2]
DEMANDED = {
    "customers": "customer_id*, name, email, segment, region, tier, joined_on, yearly_value",
    "interactions": "interaction_id*, source, channel*, direction*, conversation_id, in_reply_to, "
    "customer_id, handle, author_name, author_followers, text, language, published_at*, "
    "ingested_at, assigned_at, first_reply_at, resolved_at, handle_seconds, agent_id, department, "
    "automated, campaign_id, likes, shares",
    "handles": "handle*, network*, customer_id, display_name, city, email, decided_by",
    "agents": "agent_id*, name, department, team",
    "campaigns": "campaign_id*, name, channel, sent_at*, audience, cost",
    "survey_responses": "wave*, respondent_id*, customer_id, channels_used, channel_preferred, "
    "reasons, csat, nps, segment, region, age_band, comment, answered_on",
    "channel_costs": "channel*, valid_from*, cost_per_hour, fixed_cost_per_month",
    "competitor_posts": "competitor*, network*, published_at*, text, handle",
}


@pytest.mark.parametrize("name", DEMANDED)
def test_every_column_asked_for_is_there(name: str) -> None:
    table = contract.table(name)
    for word in DEMANDED[name].split(", "):
        column = table.column(word.rstrip("*"))
        assert column.required == word.endswith("*"), column.name
        assert column.meaning


@pytest.mark.parametrize("name", contract.TABLES)
def test_ddl_makes_the_table_with_its_types(name: str) -> None:
    db = duckdb.connect()
    db.execute(contract.ddl(contract.table(name)))
    got = {row[0]: row[1] for row in db.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ?", [name]
    ).fetchall()}
    assert got.pop("line_number") == "BIGINT"
    assert got == {column.name: column.sql_type for column in contract.table(name)}
    assert set(contract.table(name).key) <= set(got)


@pytest.mark.parametrize("name", contract.TABLES)
def test_the_warehouse_keeps_every_column_of_the_contract(small_home: Home, name: str) -> None:
    got = set(Warehouse(small_home).cursor().execute(f"select * from {name} limit 0").df().columns)
    assert set(contract.table(name).names) <= got


@pytest.mark.parametrize("path", sorted((FOLDER / "sources").glob("*.sql")), ids=lambda p: p.stem)
def test_a_source_fills_columns_of_the_contract_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^-- table: (\w+)\s*$", text, flags=re.M)
    for name, sql in zip(parts[1::2], parts[2::2], strict=True):
        if name not in contract.TABLES:
            continue
        select = sqlglot.parse_one(sql, read="duckdb")
        filled = {one.alias_or_name for one in select.selects if one.alias_or_name != "*"}
        assert filled <= {*contract.table(name).names, "line_number", "reject_reason"}, name


@pytest.mark.parametrize("name", contract.TABLES)
def test_a_template_is_one_line_of_the_columns(name: str) -> None:
    rows = list(csv.reader(io.StringIO(contract.template(name))))
    assert rows == [list(contract.table(name).names)]


def test_an_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"No table is called 'people'.*customers"):
        contract.template("people")


def test_the_docs_are_what_the_contract_says() -> None:
    page = ROOT / "docs" / "data-contract.md"
    assert page.read_text(encoding="utf-8") == contract.markdown(), (
        "run: python -m data contract > docs/data-contract.md"
    )

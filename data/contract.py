"""The data contract: every table and column that Decaf keeps, declared once.

The DDL, the CSV templates, the load checks and ``docs/data-contract.md`` are made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "float", "bool", "timestamp", "date", "list"]

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "list": "VARCHAR",
}
TYPE_WORDS: dict[Kind, str] = {
    "text": "text",
    "integer": "whole number",
    "float": "number",
    "bool": "yes or no",
    "timestamp": "date and time (UTC)",
    "date": "date",
    "list": "list, parts separated by |",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning and what a value must satisfy.

    ``required``: an empty cell rejects the row.  ``allowed``: the only values taken.
    ``low``/``high``: inclusive bounds for numbers.  ``unit``: stated in the docs.
    ``first_year`` and ``days_ahead`` (of the load) bound dates: beyond them is an error.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    unit: str = ""
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    lower: bool = False
    first_year: int = 1990
    days_ahead: int = 2

    @property
    def sql_type(self) -> str:
        """The DuckDB type that holds the column."""
        return SQL_TYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table of the contract; ``key`` identifies a row, ``newest`` orders versions of a key."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    newest: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that may not be empty."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column of that name.  Raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _text(name: str, meaning: str, **more: object) -> Column:
    return Column(name, "text", meaning, **more)  # type: ignore[arg-type]


def _time(name: str, meaning: str, required: bool = False) -> Column:
    return Column(name, "timestamp", meaning, required=required, unit="UTC")


CUSTOMERS = Table(
    "customers",
    "People or companies that buy from us; one row each.",
    ("customer_id",),
    (
        _text("customer_id", "Our own number of the customer.", required=True),
        _text("name", "Full name."),
        _text("email", "E-mail address."),
        _text("segment", "Kind of customer, for example consumer or business."),
        _text("region", "Sales region."),
        _text("tier", "Service level bought."),
        Column("joined_on", "date", "Day the customer joined.", first_year=1900),
        Column("yearly_value", "float", "Revenue a year.", unit="currency of the settings"),
    ),
)

INTERACTIONS = Table(
    "interactions",
    "One message, call, chat, visit or post, in or out. "
    "Carries a customer_id or a handle or neither.",
    ("source", "interaction_id"),
    (
        _text("interaction_id", "Id given by the source.", required=True),
        _text("source", "System the row comes from; filled with the source's name when empty."),
        _text("channel", "phone, email, chat, sms, store, x, facebook, instagram or another name.",
              required=True, lower=True),
        _text("direction", "Seen from the company.", required=True,
              allowed=("inbound", "outbound"), lower=True),
        _text("conversation_id", "The source's thread; tied from replies when empty."),
        _text("in_reply_to", "interaction_id of the message this one answers."),
        _text("customer_id", "The customer, where the source knows."),
        _text("handle", "Account name on the network."),
        _text("author_name", "Displayed name of the author."),
        Column("author_followers", "integer", "Reach of the author.", unit="accounts", low=0),
        _text("text", "What was written, or the note about a call."),
        _text("language", "Language code such as en."),
        _time("published_at", "When the author sent it.", required=True),
        _time("ingested_at", "When our system received it."),
        _time("assigned_at", "When it was given to a person or queue."),
        _time("first_reply_at", "First human reply; derived from replies when empty."),
        _time("resolved_at", "When the matter was closed."),
        Column("handle_seconds", "float", "Active and wrap-up time.", unit="seconds", low=0),
        _text("agent_id", "Who answered."),
        _text("department", "Department that answered."),
        Column("automated", "bool", "Sent by a machine; never counts as a first reply."),
        _text("campaign_id", "Campaign the message belongs to."),
        Column("likes", "integer", "Likes received.", unit="likes", low=0),
        Column("shares", "integer", "Times shared.", unit="shares", low=0),
        _text("brand", "Brand the message is about or written by."),
        _text("purpose", "As the source judges it; counts where there is no text to judge.",
              allowed=("marketing", "service", "other"), lower=True),
        Column("polarity", "float", "As the source judges it; counts where there is no text.",
               unit="-1 to 1", low=-1, high=1),
    ),
    newest=("published_at", "ingested_at"),
)

HANDLES = Table(
    "handles",
    "Account names on social networks and whose they are, where known.",
    ("network", "handle"),
    (
        _text("handle", "Account name.", required=True),
        _text("network", "Social channel of the account.", required=True, lower=True),
        _text("customer_id", "The customer behind it, where known."),
        _text("display_name", "Name shown on the profile."),
        _text("city", "Place given on the profile."),
        _text("email", "E-mail given on the profile."),
        _text("decided_by", "Who or what tied the handle to the customer."),
    ),
)

AGENTS = Table(
    "agents",
    "People who answer.",
    ("agent_id",),
    (
        _text("agent_id", "Our own number of the person.", required=True),
        _text("name", "Full name."),
        _text("department", "Department."),
        _text("team", "Team inside the department."),
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    "Mailings and promotions.",
    ("campaign_id",),
    (
        _text("campaign_id", "Id of the campaign.", required=True),
        _text("name", "What people call it."),
        _text("channel", "Channel it went out on.", lower=True),
        Column("sent_at", "timestamp", "When it was sent or started.", required=True,
               unit="UTC", days_ahead=730),
        Column("audience", "integer", "People reached.", unit="people", low=0),
        Column("cost", "float", "Cost.", unit="currency of the settings", low=0),
    ),
)

SURVEY_RESPONSES = Table(
    "survey_responses",
    "Answers to customer surveys; one row a respondent and wave.",
    ("wave", "respondent_id"),
    (
        _text("wave", "Name of the survey wave.", required=True),
        _text("respondent_id", "Id of the respondent within the wave.", required=True),
        _text("customer_id", "The customer, where known."),
        Column("channels_used", "list", "Channels used to contact us."),
        _text("channel_preferred", "Channel preferred."),
        Column("reasons", "list", "Reasons for using social media."),
        Column("csat", "integer", "Satisfaction.", unit="1 to 5", low=1, high=5),
        Column("nps", "integer", "Would recommend.", unit="0 to 10", low=0, high=10),
        _text("segment", "Segment as answered."),
        _text("region", "Region as answered."),
        _text("age_band", "Age band, for example 25-34."),
        _text("comment", "Free text."),
        Column("answered_on", "date", "Day of the answer."),
        Column("weight", "float", "Design weight: how many of those asked an answer stands for; "
               "1 when empty.", low=0),
    ),
    newest=("answered_on",),
)

CHANNEL_COSTS = Table(
    "channel_costs",
    "What an hour of work costs on a channel, from a day on.",
    ("channel", "valid_from"),
    (
        _text("channel", "Channel.", required=True, lower=True),
        Column("valid_from", "date", "First day the cost holds.", required=True,
               days_ahead=3650),
        Column("cost_per_hour", "float", "Cost of a paid hour.",
               unit="currency of the settings", low=0),
        Column("fixed_cost_per_month", "float", "Tools and other fixed cost.",
               unit="currency of the settings", low=0),
    ),
)

COMPETITOR_POSTS = Table(
    "competitor_posts",
    "Posts about or by competitors.",
    ("competitor", "network", "published_at", "handle", "text"),
    (
        _text("competitor", "Competitor's name.", required=True),
        _text("network", "Social channel.", required=True, lower=True),
        _time("published_at", "When it was posted.", required=True),
        _text("text", "What was written."),
        _text("handle", "Account that wrote it."),
    ),
    newest=("published_at",),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (CUSTOMERS, INTERACTIONS, HANDLES, AGENTS, CAMPAIGNS, SURVEY_RESPONSES,
                  CHANNEL_COSTS, COMPETITOR_POSTS)
}


def table(name: str) -> Table:
    """The table of that name.  Raises ValueError naming the tables there are."""
    try:
        return TABLES[name]
    except KeyError:
        known = ", ".join(TABLES)
        raise ValueError(f"No table is called {name!r}. Tables: {known}.") from None


def ddl(spec: Table, *, name: str | None = None, temporary: bool = False,
        more: tuple[str, ...] = ("line_number BIGINT",)) -> str:
    """``CREATE TABLE`` for a table of the contract; ``more`` are columns beside the contract's."""
    lines = [f"    {one}" for one in (*(f"{own.name} {own.sql_type}" for own in spec), *more)]
    kind = "CREATE TEMP TABLE" if temporary else "CREATE TABLE"
    return f"{kind} {name or spec.name} (\n" + ",\n".join(lines) + "\n)"


def template(name: str) -> str:
    """An empty CSV with the table's columns.  Raises ValueError for an unknown table."""
    return ",".join(table(name).names) + "\r\n"


def markdown() -> str:
    """The contract as the text of ``docs/data-contract.md``."""
    out = [
        "# Data contract",
        "",
        "<!-- Made from data/contract.py by `python -m data contract`; do not edit. -->",
        "",
        "Required columns are marked *. Times are stored in UTC. Lists in one cell are separated"
        " by `|`. Channels are `phone`, `email`, `chat`, `sms`, `store`, `x`, `facebook`,"
        " `instagram`, and any other name a source brings.",
    ]
    for spec in TABLES.values():
        out += ["", f"## {spec.name}", "", spec.meaning, "", f"Key: {', '.join(spec.key)}.", "",
                "| column | type | unit or values | meaning |", "|---|---|---|---|"]
        for column in spec:
            star = "*" if column.required else ""
            unit = column.unit or ", ".join(column.allowed)
            words = TYPE_WORDS[column.kind].replace("|", "\\|")
            out.append(f"| {column.name}{star} | {words} | {unit} | {column.meaning} |")
    return "\n".join(out) + "\n"

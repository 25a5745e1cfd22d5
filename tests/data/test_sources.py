"""The shipped sources: what each maps to what, on small files written by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from data import lake
from data.home import Home
from data.ingest import LoadError, load_file, mapping_text, recognise, sources
from data.ingest.notes import NO_BRAND
from data.settings import Settings, save_settings
from tests.data.lake_rows import kept, rejected

NOW = datetime(2026, 3, 1, 12)


def load(home: Home, path: Path, **more: Any) -> lake.Load:
    got = load_file(home, path, now=NOW, **more).load
    assert got.rows_in == got.rows_kept + got.rows_rejected
    return got


def write(tmp_path: Path, content: object, name: str = "file.json") -> Path:
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    path.write_text(text, encoding="utf-8")
    return path


def column(home: Home, name: str, table: str = "interactions") -> list[Any]:
    return [row[name] for row in kept(home, table)]


def test_every_source_tells_what_it_reads() -> None:
    found = {source.name: source for source in sources()}
    assert set(found) >= {"contract", "twcs", "x_api_v2", "zendesk", "airline_posts"}
    assert all(source.reads and source.needs and source.writes for source in found.values())


def test_each_source_recognises_its_own_columns() -> None:
    for source in sources():
        for fit in source.fits:
            found = recognise(fit)
            assert (found.source, found.missing) == (source.name, ())


TWCS = """\ufeff,tweet_id,author_id,inbound,created_at,text,response_tweet_id,\
in_response_to_tweet_id
0,1,AcmeCare,False,Tue Oct 31 22:10:47 +0000 2017,@11 we &lt;3 you &amp; yours,2,3.0
1,2.0,11,True,Tue Oct 31 22:11:45 +0000 2017,@22 @acmecare and you?,,1.0
2,3,11,TRUE,Tue Oct 31 22:08:27 +0000 2017,@11 mail me at a@example.com,1,
3,4,33,true,Tue Oct 31 22:08:27 +0000 2017,hello @OtherShop and @AcmeCare,,
4,5,33,perhaps,Tue Oct 31 22:08:27 +0000 2017,x,,
"""


def test_twcs(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, TWCS, "posts.csv"))
    assert (got.source, got.rows_kept, got.unused_columns) == ("twcs", 4, ["column 1"])
    assert got.reasons == {"direction: not inbound or outbound": 1}
    assert column(home, "interaction_id") == ["1", "2", "3", "4"]
    assert column(home, "in_reply_to") == ["3", "1", None, None]
    assert column(home, "direction") == ["outbound", "inbound", "inbound", "inbound"]
    assert column(home, "handle") == ["AcmeCare", "11", "11", "33"]
    # The mention as the brand spells itself, the brand that answered, a brand never seen posting.
    assert column(home, "brand") == ["AcmeCare", "AcmeCare", "AcmeCare", "OtherShop"]
    first = kept(home)[0]
    assert first["text"] == "@11 we <3 you & yours"
    assert first["published_at"] == datetime(2017, 10, 31, 22, 10, 47)
    assert (first["channel"], first["source"]) == ("x", "twcs")


def page(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"data": list(posts), "includes": {"users": [
        {"id": "9", "username": "acme", "name": "Acme Inc"},
        {"id": "7", "username": "ann", "name": "Ann 🎈", "location": "Ghent",
         "public_metrics": {"followers_count": 12}},
    ]}, "meta": {"result_count": len(posts)}, **more}


def post(number: int, author: str, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "author_id": author, "text": f"post {number} &amp; more",
            "created_at": f"2026-02-01T10:{number:02}:00.000Z", **more}


PAGES = [
    page(post(1, "7", lang="en", conversation_id="1", public_metrics={
        "like_count": 3, "retweet_count": 2, "reply_count": 1}),
        post(2, "9", conversation_id="1",
             referenced_tweets=[{"type": "quoted", "id": "5"}, {"type": "replied_to", "id": "1"}])),
    page(post(3, "8", note_tweet={"text": "a very long post"})),
]


@pytest.mark.parametrize("form", ["page", "pages", "page a line", "post a line"])
def test_x_api_v2(form: str, home: Home, tmp_path: Path) -> None:
    posts = [one for each in PAGES for one in each["data"]]
    content: object = {
        "page": page(*posts), "pages": PAGES,
        "page a line": "\n".join(json.dumps(one) for one in PAGES),
        "post a line": "\n".join(json.dumps(one) for one in posts),
    }[form]
    got = load(home, write(tmp_path, content), brand="@Acme")
    assert (got.source, got.reasons) == ("x_api_v2", {})
    assert column(home, "interaction_id") == ["1", "2", "3"]
    assert column(home, "in_reply_to") == [None, "1", None]
    assert column(home, "text")[2] == "a very long post"
    assert column(home, "likes") == [3, None, None]
    assert column(home, "shares") == [2, None, None]
    assert column(home, "published_at")[0] == datetime(2026, 2, 1, 10, 1)
    if form == "post a line":
        assert column(home, "handle") == ["7", "9", "8"]
        return
    assert column(home, "handle") == ["ann", "acme", "8"]
    assert column(home, "direction") == ["inbound", "outbound", "inbound"]
    assert column(home, "author_followers") == [12, None, None]
    assert column(home, "conversation_id") == ["1", "1", None]
    assert column(home, "text")[0] == "post 1 & more"
    (handle,) = kept(home, "handles")
    assert (handle["handle"], handle["network"], handle["city"]) == ("ann", "x", "Ghent")


def test_x_posts_are_our_own_by_the_brands_of_the_settings(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, PAGES)
    first = load_file(home, path, now=NOW)
    assert first.notes == (NO_BRAND,)
    assert load_file(home, path, now=NOW).notes == (NO_BRAND,)
    assert set(column(home, "direction")) == {"inbound"}
    # Anybody may display the name of a company: only the account counts.
    save_settings(home, Settings(brands=("Acme Inc",)))
    load(home, path)
    assert set(column(home, "direction")) == {"inbound"}
    save_settings(home, Settings(brands=("Acme Inc", "ACME")))
    assert load_file(home, path, now=NOW).notes == ()
    assert column(home, "direction") == ["inbound", "outbound", "inbound"]
    assert [row["handle"] for row in kept(home, "handles")] == ["ann"]
    assert len(lake.loads(home)) == 1


def test_a_longer_name_is_not_a_mention_of_ours(home: Home, tmp_path: Path) -> None:
    texts = ["hi @acmecorp", "@Acme, hello", "mail x@acme.com", "the @bolt of @acme"]
    posts = [post(n, "7", text=text) for n, text in enumerate(texts, start=1)]
    save_settings(home, Settings(brands=("acme", "globex")))
    load(home, write(tmp_path, page(*posts)))
    assert column(home, "brand") == [None, "acme", None, "acme"]


USERS = [
    {"id": 1, "role": "end-user", "name": "Ann", "email": "ann@example.com",
     "created_at": "2025-01-05T08:00:00Z", "updated_at": "2026-01-01T00:00:00Z"},
    {"id": 2, "role": "agent", "name": "Bob", "default_group_id": 5},
]


def ticket(number: int, channel: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "via": {"channel": channel, "source": {"from": {}}},
            "created_at": "2026-02-01T10:00:00Z", "updated_at": "2026-02-03T10:00:00Z",
            "requester_id": 1, "submitter_id": 1, "assignee_id": 2, "group_id": 5,
            "subject": "Help", "description": "Please help", "status": "open", **more}


def comment(number: int, author: int, minute: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "author_id": author, "body": f"comment {number}", "public": True,
            "via": {"channel": "web"}, "created_at": f"2026-02-01T10:{minute:02}:00Z", **more}


def test_zendesk_tickets(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, {
        "tickets": [
            ticket(10, "web", status="solved", metric_set={
                "solved_at": "2026-02-02T10:00:00Z", "assigned_at": "2026-02-01T10:30:00Z",
                "reply_time_in_minutes": {"calendar": 45, "business": 10}}),
            ticket(11, "twitter", via={"channel": "twitter",
                                       "source": {"from": {"username": "ann"}}}),
            ticket(12, "voice", submitter_id=2), ticket(13, "instagram_dm", status="closed"),
            ticket(14, "sms"), ticket(15, "web", submitter_id=2), ticket(16, "any_channel"),
        ],
        "users": USERS, "groups": [{"id": 5, "name": "Billing"}], "count": 7, "end_time": 1,
    }))
    assert (got.source, got.rows_rejected) == ("zendesk", 0)
    assert got.tables == {"interactions": 7, "customers": 1, "agents": 1}
    assert column(home, "channel") == [
        "email", "x", "phone", "instagram", "sms", "email", "any_channel"]
    assert column(home, "direction") == ["inbound"] * 5 + ["outbound", "inbound"]
    first = kept(home)[0]
    assert first["conversation_id"] == "10"
    assert first["customer_id"] == "1"
    assert first["department"] == "Billing"
    assert first["assigned_at"] == datetime(2026, 2, 1, 10, 30)
    assert first["first_reply_at"] == datetime(2026, 2, 1, 10, 45)
    assert first["resolved_at"] == datetime(2026, 2, 2, 10)
    assert column(home, "resolved_at")[1:4] == [None, None, datetime(2026, 2, 3, 10)]
    assert column(home, "handle")[1] == "ann"
    (customer,) = kept(home, "customers")
    assert (customer["name"], customer["joined_on"]) == ("Ann", date(2025, 1, 5))
    (agent,) = kept(home, "agents")
    assert (agent["agent_id"], agent["department"]) == ("2", "Billing")


COMMENTS = [comment(100, 1, 0), comment(101, 2, 20), comment(102, 2, 25, public=False),
            comment(103, 1, 40), comment(104, 2, 50, via={"channel": "rule"})]


def test_zendesk_comments(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, {"comments": COMMENTS, "users": USERS, "ticket_id": 10}))
    assert got.tables["interactions"] == 4
    assert got.reasons == {"internal note: the customer never saw it": 1}
    assert "comment 102" in rejected(home)[0]["original_text"]
    assert column(home, "direction") == ["inbound", "outbound", "inbound", "outbound"]
    assert column(home, "conversation_id") == ["10"] * 4
    assert column(home, "automated") == [None, None, None, True]
    assert column(home, "agent_id") == [None, "2", None, "2"]
    assert column(home, "customer_id") == ["1"] * 4


def test_zendesk_comments_without_users_take_the_first_author_for_the_customer(
    home: Home, tmp_path: Path
) -> None:
    load(home, write(tmp_path, [{**one, "ticket_id": 10} for one in COMMENTS[:2]]))
    assert column(home, "direction") == ["inbound", "outbound"]


def test_the_opening_of_a_ticket_has_one_id_in_both_exports(home: Home, tmp_path: Path) -> None:
    load(home, write(tmp_path, {"tickets": [ticket(10, "web")], "users": USERS}))
    opening = column(home, "interaction_id")
    load(home, write(tmp_path, {"comments": COMMENTS, "ticket_id": 10, "users": USERS}, "c.json"))
    ids = column(home, "interaction_id")
    assert len(ids) == 5
    assert ids.count(opening[0]) == 2


def test_two_zendesk_comments_of_one_second_are_two(home: Home, tmp_path: Path) -> None:
    same = [comment(9, 1, 0), comment(10, 1, 0), comment(11, 2, 20), comment(12, 2, 20)]
    expected = ["10/1/2026-02-01T10:00:00Z", "10/c10", "10/2/2026-02-01T10:20:00Z", "10/c12"]
    pages = [{"comments": same, "ticket_id": 10, "users": USERS}, {"comments": same[3:],
                                                                 "ticket_id": 10}]
    assert load(home, write(tmp_path, pages)).reasons == {"repeated row (same content)": 1}
    assert sorted(column(home, "interaction_id")) == sorted(expected)
    # Beside the ticket only the one comment that is the ticket is left out.
    other = Home(tmp_path / "other")
    got = load(other, write(tmp_path, ticket(10, "web", comments=same), "t.json"))
    assert got.reasons == {"the ticket in the same file is this message": 1}
    assert sorted(column(other, "interaction_id")) == sorted(expected)


def test_a_zendesk_comment_without_a_channel_takes_that_of_the_first(
    home: Home, tmp_path: Path
) -> None:
    silent = {"via": None}
    load(home, write(tmp_path, [
        {**comment(1, 1, 0, via={"channel": "chat"}), "ticket_id": 10},
        {**comment(2, 2, 5, **silent), "ticket_id": 10},
        {**comment(3, 2, 6, via={"channel": "sms"}), "ticket_id": 10},
        {**comment(4, 1, 7, via={"channel": "email"}), "ticket_id": 11},
    ]))
    assert column(home, "channel") == ["chat", "chat", "sms", "email"]


def test_zendesk_tickets_a_line_with_their_comments_inside(home: Home, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(ticket(n, "twitter", comments=COMMENTS)) for n in (10, 11))
    got = load(home, write(tmp_path, lines, "tickets.jsonl"))
    assert got.tables["interactions"] == 8
    assert got.reasons == {"internal note: the customer never saw it": 2,
                           "the ticket in the same file is this message": 2}
    assert set(column(home, "channel")) == {"x"}


SHOP = {
    "source": "shop", "table": "interactions", "time_zone": "Europe/Berlin",
    "columns": {"interaction_id": "Nr", "channel": "Weg", "published_at": "Wann", "text": "Text"},
    "constants": {"direction": "inbound", "channel": "other"},
    "formats": {"published_at": ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S%z"]},
    "values": {"channel": {"Laden": "store"}}, "unescape": ["text"],
}
SHOP_ROWS = """Nr;Weg;Wann;Text;Zeug
1;Laden;01/07/2025 12:00;"a &lt; b";
2;Mail;01/12/2025 12:00;b;
3;;2025-12-01T12:00:00Z;c;
4;x;32/12/2025 12:00;d;
"""


@pytest.mark.parametrize("as_file", [True, False])
def test_any_csv_through_a_mapping(as_file: bool, home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, SHOP_ROWS, "shop.csv")
    mapping = write(tmp_path, mapping_text(SHOP), "shop.toml") if as_file else SHOP
    got = load(home, path, mapping=mapping)
    assert (got.source, got.rows_kept, got.unused_columns) == ("shop", 3, ["Zeug"])
    assert got.reasons == {"published_at: unreadable date": 1}
    assert column(home, "channel") == ["store", "email", "other"]
    assert column(home, "published_at") == [
        datetime(2025, 7, 1, 10), datetime(2025, 12, 1, 11), datetime(2025, 12, 1, 12)]
    assert column(home, "text")[0] == "a < b"


@pytest.mark.parametrize(("change", "words"), [
    ({"colums": {}}, "colums is not a key"),
    ({"table": "posts"}, "table must be one of customers, interactions"),
    ({"source": None}, "source is missing"),
    ({"columns": {**SHOP["columns"], "when": "Wann"}}, "columns.when is not a column of"),  # type: ignore[dict-item]
    ({"constants": {}}, "columns.direction is missing: interactions needs it"),
    ({"time_zone": "Berlin"}, "time_zone must be a zone such as Europe/Berlin, not 'Berlin'"),
    ({"formats": {"published_at": "%Q"}}, "formats.published_at is not a date format"),
    ({"formats": {"text": "%Y"}}, "formats.text is a format for a column that is no date"),
    ({"values": {"channel": ["a"]}}, "values.channel must be a table"),
    ({"unescape": ["handle"]}, "unescape names 'handle'"),
    ({"columns": {**SHOP["columns"], "text": "Txt"}}, "has no column 'Txt' (columns.text of the"),  # type: ignore[dict-item]
])
def test_a_wrong_mapping_names_the_key(
    change: dict[str, Any], words: str, home: Home, tmp_path: Path
) -> None:
    path = write(tmp_path, SHOP_ROWS, "shop.csv")
    with pytest.raises(LoadError) as caught:
        load(home, path, mapping={**SHOP, **change})
    assert words in str(caught.value)


def test_a_mapping_that_is_no_toml(home: Home, tmp_path: Path) -> None:
    broken = write(tmp_path, "source = ", "broken.toml")
    with pytest.raises(LoadError, match=r"broken\.toml is not valid TOML"):
        load(home, write(tmp_path, SHOP_ROWS, "shop.csv"), mapping=broken)


def test_values_of_a_mapping_are_never_sql(home: Home, tmp_path: Path) -> None:
    hostile = "'); drop table raw_file; --"
    load(home, write(tmp_path, SHOP_ROWS, "shop.csv"), mapping={
        **SHOP, "values": {"channel": {"Laden": hostile}},
        "constants": {**SHOP["constants"], "department": hostile}})  # type: ignore[dict-item]
    assert column(home, "channel")[0] == hostile
    assert set(column(home, "department")) == {hostile}


def test_a_column_may_hold_minutes_since_another_moment(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "id,at,answered,purpose,polarity\n"
                 "1,2026-03-02 10:00:00,1.5,Marketing,-0.25\n2,2026-03-02 10:00:00,,,\n"
                 "3,2026-03-02 10:00:00,soon,,\n4,2026-03-02 10:00:00,3,sales,\n"
                 "5,2026-03-02 10:00:00,3,service,2\n6,never,3,,\n", "log.csv")
    mapping = {"source": "log", "table": "interactions",
               "columns": {"interaction_id": "id", "published_at": "at",
                           "first_reply_at": "answered", "purpose": "purpose",
                           "polarity": "polarity"},
               "constants": {"channel": "x", "direction": "inbound"},
               "minutes_after": {"first_reply_at": "published_at"}}
    load(home, path, mapping=mapping)
    assert [(row["interaction_id"], str(row["first_reply_at"]), row["purpose"], row["polarity"])
            for row in kept(home)] == [
        ("1", "2026-03-02 10:01:30", "marketing", -0.25), ("2", "None", None, None)]
    assert [row["reason"] for row in rejected(home)] == [
        "first_reply_at: not a number of minutes (soon)",
        "purpose: not marketing or service or other (sales)", "polarity: above 1 (2)",
        "published_at: unreadable date (never)"]


@pytest.mark.parametrize("pairs", [
    {"first_reply_at": "ingested_at"}, {"interaction_id": "published_at"},
    {"published_at": "first_reply_at", "first_reply_at": "published_at"}])
def test_minutes_count_from_a_moment_that_the_file_has(
    pairs: dict[str, str], home: Home, tmp_path: Path
) -> None:
    path = write(tmp_path, "id,at,answered\n1,2026-03-02 10:00:00,1.5\n", "log.csv")
    with pytest.raises(LoadError, match="minutes_after"):
        load(home, path, mapping={
            "source": "log", "table": "interactions", "minutes_after": pairs,
            "columns": {"interaction_id": "id", "published_at": "at",
                        "first_reply_at": "answered"},
            "constants": {"channel": "x", "direction": "inbound"}})

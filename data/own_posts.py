"""Flags the company's own social posts by their words: each distinct text once a build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from analysis.own_posts import Flag

# No advertisement on a sad day, nor on so many days after it.
DAYS_AFTER = 1
_COLUMNS = ("text_hash", "kind", "severity", "reason", "words")


def flag_own_posts(db: duckdb.DuckDBPyConnection, settings: Settings, *, carried: bool) -> None:
    """Make own_flags (text × kind of flag) and the temporary sensitive_days.

    Reads messages and masks, and of posts that are taken over what is told of them.  ``kind`` is
    profanity, sensitive, promise or personal, and ``tone`` for a text that advertises, which is a
    flag only on a sad day.  Words and reasons are made from what masking leaves, so they give
    nobody's data away.
    """
    db.execute("create table own_flags (text_hash varchar, kind varchar, severity smallint, "
               "reason varchar, words varchar[])")
    said = ("select m.text, k.masked_text from messages as m left join masks as k on "
            "m.text = k.text where m.direction = 'outbound' and m.is_social "
            "and m.text is not null")
    both = said
    db.execute("create temp table said_now as select distinct md5(text) as text_hash, text, "
               f"masked_text from ({said})")
    if carried:
        # What was read in a text stays so; whose a number is depends on all that were given out.
        db.execute("insert into own_flags select f.* from flags_before as f semi join own_posts "
                   "as p on f.text_hash = p.text_hash where f.kind <> 'personal'")
        db.execute("delete from said_now where text_hash in (select p.text_hash from own_posts as "
                   "p semi join said_now as s on p.text_hash = s.text_hash)")
        both = f"{said} union all select text, masked_text from own_posts where text is not null"
    texts = db.execute("select text_hash, text, masked_text from said_now order by text_hash").df()
    db.execute("drop table said_now")
    masked = db.execute(
        "select md5(text) as text_hash, text, masked_text, count(*) as posts "
        f"from ({both}) where masked_text is not null group by all order by text_hash").df()
    found = [*_read(texts, settings), *_slips(masked, settings)]
    if found:
        frame = pd.DataFrame([(key, one.kind, one.severity, one.reason, list(one.words))
                              for key, one in found], columns=list(_COLUMNS))
        db.register("found", frame)
        db.execute("insert into own_flags select text_hash, kind, severity, reason, words "
                   "from found order by text_hash, kind")
        db.unregister("found")
    days = pd.DataFrame(_sad_days(settings), columns=["day", "event"]).astype(
        {"day": "datetime64[s]", "event": "str"})
    db.register("sad", days)
    db.execute("create temp table sensitive_days as select cast(day as date) as day, "
               "string_agg(event, ', ' order by event) as event from sad group by day")
    db.unregister("sad")


def _read(texts: pd.DataFrame, settings: Settings) -> Iterator[tuple[str, Flag]]:
    """What the words of texts tell."""
    from analysis.own_posts import HIGH, MEDIUM, Flag, said_to_all, text_flags, tone, tone_words

    def read(said: str) -> list[Flag]:
        out = text_flags(said)
        if settings.sensitive_events and (how := tone(said)):
            out.append(Flag("sensitive", HIGH if how == "selling" else MEDIUM, "advertises",
                            tone_words(said))._replace(kind="tone"))  # type: ignore[arg-type]
        return out

    # Most answers differ by the account alone that they are addressed to.
    flags: dict[str, list[Flag]] = {}
    for key, text, other in texts.itertuples(index=False):
        said = said_to_all(other if isinstance(other, str) and other else text)
        if said not in flags:
            flags[said] = read(said)
        for one in flags[said]:
            yield key, one


def _slips(masked: pd.DataFrame, settings: Settings) -> Iterator[tuple[str, Flag]]:
    """Personal data that texts give away; ``masked``: those in which something was masked."""
    from analysis.own_contacts import own_contacts, personal_flag

    own = own_contacts((text, other, int(n)) for _, text, other, n in
                       masked.itertuples(index=False) if other)
    names = (settings.company, *settings.brands)
    for key, text, other, _ in masked.itertuples(index=False):
        if other:
            slip = personal_flag(text, other, own=own, names=names)
            if slip:
                yield key, slip


def _sad_days(settings: Settings) -> list[tuple[date, str]]:
    """Each day on which no post should advertise, with what it is named after."""
    out = []
    for event in settings.sensitive_events:
        end = event.end or event.start + timedelta(days=1)
        for at in range((end - event.start).days + DAYS_AFTER):
            out.append((event.start + timedelta(days=at), event.name))
    return out

"""What people say posts are: labels and the samples they come from, in journals that only grow."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import pandas as pd

from data.filters import EVERYONE, Viewer
from data.home import Home
from data.journal import BrokenLine, append, lines
from data.lake import now_iso
from data.metrics.audit import audit_posts
from data.routing import INTENTS, PURPOSES, SENTIMENTS
from data.warehouse import Warehouse

How = Literal["random", "uncertain", "channel"]
HOWS: tuple[How, ...] = ("random", "uncertain", "channel")
CANNOT_TELL = "cannot tell"
AUDITED_PURPOSES = PURPOSES[:3]
FACETS = ("sentiment", "purpose", "intent")
ALLOWED = {"sentiment": (*SENTIMENTS, CANNOT_TELL), "purpose": (*AUDITED_PURPOSES, CANNOT_TELL),
           "intent": (*(one for one in INTENTS if one != "unknown"), CANNOT_TELL)}
LONGEST = 500
MOST = 2_000
"""A sample of more posts would take two people weeks."""
_HASH = re.compile(r"[0-9a-f]{32}|")
Post = tuple[str, str]


class AuditError(ValueError):
    """A label or sample cannot be written, or a line of a journal cannot be read."""


@dataclass(frozen=True)
class Label:
    """Somebody's word on a post; ``undo`` takes back the one before.

    ``settles``: it ends a disagreement and counts for all.  ``sample_id`` and ``how`` tell the
    draw in which the post was met; ``text_hash`` is the MD5 of the text that was read.
    An empty ``sentiment``, ``purpose`` or ``intent`` was not asked for.
    """

    source: str
    interaction_id: str
    who: str
    sentiment: str = ""
    purpose: str = ""
    intent: str = ""
    verdict: Literal["label", "undo"] = "label"
    settles: bool = False
    sample_id: str = ""
    how: str = ""
    text_hash: str = ""
    note: str = ""
    at: str = ""

    @property
    def post(self) -> Post:
        """The post that is meant."""
        return self.source, self.interaction_id


@dataclass(frozen=True)
class Sample:
    """Posts drawn for labelling: by whom, how, of how many, under which filters (in words)."""

    sample_id: str
    how: How
    posts: tuple[Post, ...]
    population: int
    filters: str
    who: str
    at: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "posts", tuple((str(a), str(b)) for a, b in self.posts))


def new_sample_id() -> str:
    """A name for a draw, which is its seed too."""
    return uuid.uuid4().hex[:12]


def keep_sample(home: Home, sample: Sample) -> Sample:
    """Write a sample to its journal.  Raises AuditError for an empty or overlarge one."""
    who = " ".join(sample.who.split())
    if not who or sample.how not in HOWS:
        raise AuditError(f"A sample needs who draws it, and how: {', '.join(HOWS)}.")
    if not 0 < len(sample.posts) <= MOST:
        raise AuditError(f"A sample has between 1 and {MOST:,} posts, not {len(sample.posts):,}.")
    written = replace(sample, who=who, at=now_iso())
    append(home.samples, asdict(written))
    return written


def samples(home: Home) -> list[Sample]:
    """Every sample ever drawn, oldest first.  Raises AuditError naming a line that is broken."""
    try:
        return [Sample(**line) for line in lines(home.samples, Sample)]
    except BrokenLine as error:
        raise AuditError(f"{error}: not a sample. Mend or remove the line; nothing was changed."
                         ) from None


def checked(one: Label) -> Label:
    """The label with its words tidied.  Raises AuditError saying what is wrong with it."""
    one = replace(one, who=" ".join(one.who.split()), note=" ".join(one.note.split()))
    if not one.source.strip() or not one.interaction_id.strip() or not one.who:
        raise AuditError("A label needs the post (source and interaction_id) and who says it.")
    if one.verdict not in ("label", "undo"):
        raise AuditError(f"A verdict is label or undo, not {one.verdict!r}.")
    for facet in FACETS:
        said = getattr(one, facet)
        if said and said not in ALLOWED[facet]:
            raise AuditError(f"{facet} is one of {', '.join(ALLOWED[facet])}, not {said!r}.")
    if one.verdict == "label" and not (one.sentiment or one.purpose):
        raise AuditError("A label says a sentiment or a purpose, or that one cannot tell.")
    if one.how and one.how not in HOWS:
        raise AuditError(f"A post was drawn {', '.join(HOWS)} or not at all, not {one.how!r}.")
    if max(len(one.note), len(one.who)) > LONGEST or not _HASH.fullmatch(one.text_hash):
        raise AuditError(f"A note has at most {LONGEST} letters, and text_hash is an MD5.")
    return one


def label(home: Home, one: Label) -> Label:
    """Write a label to the end of the journal, on the disk before this returns.

    Raises AuditError where something is missing or unknown.
    """
    written = replace(checked(one), at=now_iso())
    append(home.labels, asdict(written))
    return written


def labels(home: Home) -> list[Label]:
    """Every label ever given, oldest first.  Raises AuditError naming a line that is broken."""
    try:
        return [Label(**line) for line in lines(home.labels, Label)]
    except BrokenLine as error:
        raise AuditError(f"{error}: not a label. Mend or remove the line; nothing was changed."
                         ) from None


def standing(said: Iterable[Label]) -> dict[tuple[Post, str], Label]:
    """What holds now, by post and person: the last word of each, without those taken back.

    The last by the clock: labels that came in from a file may be older than those before them.
    A settling word is kept under the person "": there is one for a post, whoever says it.
    """
    held: dict[tuple[Post, str], Label] = {}
    for one in sorted(said, key=lambda one: one.at):
        key = (one.post, "" if one.settles else one.who.casefold())
        held.pop(key, None)
        if one.verdict == "label":
            held[key] = one
    return held


def truths(said: Iterable[Label]) -> pd.DataFrame:
    """What people hold each labelled post to be; one row per post.

    Columns: source, interaction_id, text_hash, people, and for each of sentiment, purpose and
    intent its value (empty where it is disputed, not said, or nobody can tell) and
    ``<facet>_state``: agreed, settled, disputed, cannot tell, or empty.
    """
    by_post: dict[Post, list[Label]] = defaultdict(list)
    for (post, _), one in standing(said).items():
        by_post[post].append(one)
    rows = []
    for (source, interaction_id), words in by_post.items():
        settled = next((one for one in words if one.settles), None)
        row: dict[str, Any] = {
            "source": source, "interaction_id": interaction_id,
            "text_hash": next((one.text_hash for one in words if one.text_hash), ""),
            "people": sum(not one.settles for one in words)}
        for facet in FACETS:
            row[facet], row[f"{facet}_state"] = _held(
                getattr(settled, facet, ""), {getattr(one, facet) for one in words} - {""})
        rows.append(row)
    columns = ["source", "interaction_id", "text_hash", "people",
               *(name for facet in FACETS for name in (facet, f"{facet}_state"))]
    return pd.DataFrame(rows, columns=columns)


def _held(settled: str, said: set[str]) -> tuple[str, str]:
    """The value of a facet and its state."""
    if settled:
        return ("", CANNOT_TELL) if settled == CANNOT_TELL else (settled, "settled")
    if not said:
        return "", ""
    if len(said) > 1:
        return "", "disputed"
    value = next(iter(said))
    return ("", CANNOT_TELL) if value == CANNOT_TELL else (value, "agreed")


def drawn(drawings: Iterable[Sample], said: Iterable[Label], how: How) -> set[Post]:
    """The posts that came into the audit in that way, by a sample kept here or by their label."""
    return ({post for sample in drawings if sample.how == how for post in sample.posts}
            | {one.post for one in said if one.how == how})


def audited(home: Home, *, viewer: Viewer = EVERYONE, only_random: bool = False,
            db: Warehouse | None = None, said: Sequence[Label] | None = None) -> pd.DataFrame:
    """The truths of posts that are in the data, beside what the engines read in them.

    ``said``: other labels than those of the home's journal.

    Columns of :func:`truths`, ``is_random``, ``is_of_channel`` (drawn at random within a channel),
    and those of the metric ``audit_posts`` with the
    engines' words as ``predicted_sentiment`` and so on.  A post whose text has changed since it was
    labelled is left out.  Raises AuditError, NoWarehouse.
    """
    said = labels(home) if said is None else said
    found = truths(said)
    drawings = samples(home)
    random = drawn(drawings, said, "random")
    of_channel = random | drawn(drawings, said, "channel")
    keys = list(zip(found["source"], found["interaction_id"], strict=True))
    found = found.assign(is_random=[key in random for key in keys],
                         is_of_channel=[key in of_channel for key in keys])
    if only_random:
        found = found[found["is_random"]]
        keys = [key for key in keys if key in random]
    posts = audit_posts(db or Warehouse(home), viewer, posts=keys)
    posts = posts.rename(columns={name: f"predicted_{name}" for name in FACETS})
    both = found.merge(posts, on=["source", "interaction_id"], suffixes=("", "_now"))
    same = (both["text_hash"] == "") | (both["text_hash"] == both["text_hash_now"])
    both = both.assign(text_hash=both["text_hash_now"])[same]
    return both.drop(columns="text_hash_now").reset_index(drop=True)


def confusion(posts: pd.DataFrame, facet: str, *, by_conversation: bool = False) -> pd.DataFrame:
    """Audited posts by what they are and what the engines say: true, predicted, count.

    ``by_conversation``: predicted is what the conversation is counted as, of posts that open one.
    """
    said = "conversation_purpose" if by_conversation else f"predicted_{facet}"
    told = posts[(posts[facet] != "") & posts[said].isin(ALLOWED[facet])]
    counted = told.groupby([facet, said]).size().reset_index(name="count")
    return counted.rename(columns={facet: "true", said: "predicted"}).astype(
        {"true": "str", "predicted": "str", "count": "int64"})


def purpose_confusion(home: Home, *, db: Warehouse | None = None) -> pd.DataFrame | None:
    """Audited conversations by true and predicted purpose: true, predicted, count; None without.

    Of random samples, the posts that open their conversation: true is what people say of the post,
    predicted what the conversation is counted as, which a later post of it may have changed.  So
    these are errors in conversations, as the split counts them; it is taken that a conversation is
    about what its first post is about.  Posts drawn because the engines doubt them would show the
    engines worse than they are, so they do not count; nor does a post that two people dispute.
    Raises AuditError, NoWarehouse.
    """
    return _random_confusion(home, "purpose", db)


def sentiment_confusion(home: Home, *, db: Warehouse | None = None) -> pd.DataFrame | None:
    """Audited posts of random samples by true and predicted sentiment, or None without.

    Raises AuditError, NoWarehouse.
    """
    return _random_confusion(home, "sentiment", db)


def _random_confusion(home: Home, facet: str, db: Warehouse | None) -> pd.DataFrame | None:
    if not home.labels.exists():
        return None
    counted = confusion(audited(home, only_random=True, db=db), facet,
                        by_conversation=facet == "purpose")
    return counted if len(counted) else None


def labelled_texts(home: Home, said: Sequence[Label] | None = None) -> pd.DataFrame:
    """Labelled posts with their whole text, for training and checking a model.

    ``said``: other labels than those of the home's journal.

    Columns: text, sentiment, purpose, intent (empty where not known), is_random, published_at.
    Raises AuditError, NoWarehouse.
    """
    posts = audited(home, viewer=replace(EVERYONE, sees_personal=True), said=said)
    return posts[["text", *FACETS, "is_random", "published_at"]]


def unlabelled(sample: Sample, said: Sequence[Label], who: str) -> list[Post]:
    """The posts of a sample on which that person has not said a word yet, in the drawn order."""
    done = {post for post, person in standing(said) if person == who.casefold()}
    return [post for post in sample.posts if post not in done]

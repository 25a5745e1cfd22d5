"""Labels as pages read them: what people said, the samples, and the posts beside predictions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data import audit
from data.home import Home
from pages.ui.load import home, warehouse
from pages.ui.who import viewer


@dataclass(frozen=True)
class Audit:
    """Labels and samples, and the labelled posts that the viewer may see beside their predictions.

    ``posts``: as :func:`data.audit.audited` gives them.
    """

    said: tuple[audit.Label, ...]
    samples: tuple[audit.Sample, ...]
    posts: pd.DataFrame

    @cached_property
    def held(self) -> dict[tuple[audit.Post, str], audit.Label]:
        """What holds now, by post and person."""
        return audit.standing(self.said)

    def of(self, post: audit.Post) -> list[audit.Label]:
        """What holds of a post."""
        return [one for (mine, _), one in self.held.items() if mine == post]

    def words(self, facet: str) -> pd.DataFrame:
        """Every person's word on every post (post, value), without those that settle."""
        rows = [(one.post, getattr(one, facet)) for one in self.held.values()
                if not one.settles and getattr(one, facet)]
        return pd.DataFrame(rows, columns=["post", "value"])

    def others(self, sample: audit.Sample, who: str) -> int:
        """How many other people have labelled posts of a sample."""
        posts = set(sample.posts)
        return len({person for post, person in self.held
                    if post in posts and person not in ("", who.casefold())})


def load_audit() -> Audit:
    """What people labelled; read fresh each time.  None of it for a viewer of some customers only.

    Raises AuditError, NoWarehouse, QueryFailed.
    """
    who, place = viewer(), home()
    if who.regions or who.segments:
        nothing = Home(place.path / "labels of nobody")
        return Audit((), (), audit.audited(nothing, viewer=who, db=warehouse()))
    return Audit(tuple(audit.labels(place)), tuple(audit.samples(place)),
                 audit.audited(place, viewer=who, db=warehouse()))

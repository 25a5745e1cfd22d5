"""What people have checked of the labels that Decaf gave."""

from __future__ import annotations

import pandas as pd

from data import audit
from data.home import Home


def purpose_confusion(home: Home) -> pd.DataFrame | None:
    """Checked conversations by true and predicted purpose: true, predicted, count.

    None where nobody has checked any.  Raises AuditError naming a line of the labels that is
    broken: a correction that is left out must be said, for it changes the figures.
    """
    found = audit.purpose_confusion(home)
    return found if found is not None and len(found) else None

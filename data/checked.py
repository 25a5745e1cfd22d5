"""What people have checked of the labels that Decaf gave."""

from __future__ import annotations

import pandas as pd

from data import audit
from data.home import Home


def purpose_confusion(home: Home) -> pd.DataFrame | None:
    """Checked conversations by true and predicted purpose: true, predicted, count.

    None where nobody has checked any, and where a line of the labels is broken: Label and check
    names that line, and no other page fails for it.
    """
    try:
        return audit.purpose_confusion(home)
    except audit.AuditError:
        return None

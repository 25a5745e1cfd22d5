"""What people have checked of the labels that Decaf gave."""

from __future__ import annotations

from importlib import import_module, util

import pandas as pd

from data.home import Home


def purpose_confusion(home: Home) -> pd.DataFrame | None:
    """Checked conversations by true and predicted purpose: true, predicted, count.

    None where nobody has checked any.
    """
    # The audit's own journal knows; a Decaf without one has nothing checked.
    if util.find_spec("data.audit") is None:
        return None
    found: pd.DataFrame | None = import_module("data.audit").purpose_confusion(home)
    return found if found is not None and len(found) else None

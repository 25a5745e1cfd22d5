"""What is loaded: sources, files, and the demo company's way out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.wording import number, several
from data.lake import Load, loads
from data.status import Status
from pages.ui import work
from pages.ui.load import home
from pages.ui.table import table

_DEMO = "demo"


def loaded(status: Status) -> None:
    """Sources with their rows and freshness, then the files they came from."""
    if not status.sources:
        st.markdown("Nothing is loaded yet.")
        return
    st.markdown("###### Which sources are there, and how fresh are they?", anchors=False)
    table(sources_frame(status), alt="Sources with rows in, kept and rejected")
    st.markdown("###### Which files did they come from?", anchors=False)
    table(files_frame(loads(home())), alt="Files loaded, newest first", height=260)
    with st.container(horizontal=True):
        st.button("Build now", icon=":material/build:", key="build_now", on_click=_asked,
                  args=("rebuild",), disabled=work.running(),
                  help="Makes the warehouse again from everything that is loaded.")
        if any(one.source == _DEMO for one in status.sources):
            st.button("Remove the demo company", icon=":material/delete:", key="remove_demo",
                      on_click=_asked, args=("remove_demo",), disabled=work.running())
    asked = st.session_state.pop("data_asked", None)
    if asked == "rebuild":
        work.rebuild()
    elif asked == "remove_demo":
        _confirm_removal(next(one.rows_kept for one in status.sources if one.source == _DEMO))


def _asked(what: str) -> None:
    st.session_state["data_asked"] = what


@st.dialog("Remove the demo company?")
def _confirm_removal(rows: int) -> None:
    st.markdown(f"Its {several(rows, 'row', 'rows')} leave the data and the warehouse is built "
                "again. Your own data and settings stay. You can make the demo company again "
                "with `python -m data demo`.")
    if st.button("Remove it", type="primary", key="remove_demo_yes"):
        work.remove_demo()


def sources_frame(status: Status) -> pd.DataFrame:
    """One row per source; rows in = rows kept + rows rejected."""
    return pd.DataFrame([{
        "source": one.source, "files": one.loads, "rows_in": one.rows_in,
        "rows_kept": one.rows_kept, "rows_rejected": one.rows_rejected,
        "newest (UTC)": (one.newest_published_at or "–").replace("T", " "),
        "last loaded (UTC)": one.last_loaded_at[:16].replace("T", " "),
    } for one in status.sources])


def files_frame(found: list[Load]) -> pd.DataFrame:
    """One row per load, newest first."""
    frame = pd.DataFrame([{
        "file": load.file, "source": load.source,
        "tables": ", ".join(f"{name} {number(rows)}" for name, rows in load.tables.items()),
        "rows_in": load.rows_in, "rows_rejected": load.rows_rejected,
        "repaired": ", ".join(f"{what} {number(count)}" for what, count in load.repaired.items()),
        "loaded (UTC)": load.loaded_at[:16].replace("T", " "),
    } for load in sorted(found, key=lambda load: load.load_id, reverse=True) if load.rows_in])
    return frame if frame.empty or frame["repaired"].any() else frame.drop(columns="repaired")

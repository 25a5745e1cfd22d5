"""Labels as a file: out for who works elsewhere, and in again."""

from __future__ import annotations

import streamlit as st

from analysis.records import records
from analysis.wording import several
from data import metrics
from data.audit import AuditError, Post
from data.audit_files import Imported, import_labels, label_frame, posts_named
from pages.ui.audits import Audit
from pages.ui.exports import csv_bytes
from pages.ui.load import ask, home
from pages.ui.own_post import may_mark
from pages.ui.table import table
from pages.ui.text import plain

DONE = "audit_imported"


def file_part(audit: Audit) -> None:
    """Draw the download of all labels and the way in."""
    if not may_mark():
        return
    with st.container(border=True, key="audit_file"):
        st.markdown("###### Labels as a file", anchors=False)
        st.markdown("Every label ever given, one a row; posts are named by source and "
                    "interaction_id. A file that comes back is checked row by row: what is there "
                    "already changes nothing, and a bad row is refused with its reason.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.download_button(
                "Download labels (CSV)", lambda: csv_bytes(label_frame(home())),
                file_name="labels.csv", mime="text/csv", icon=":material/download:",
                key="audit_download", on_click="ignore", disabled=not audit.said)
            file = st.file_uploader("Take in labels (CSV)", type=["csv"], key="audit_upload")
            st.button("Take in", key="audit_import", icon=":material/upload:",
                      disabled=file is None, on_click=_import)
        _news()


def _import() -> None:
    file = st.session_state.get("audit_upload")
    if file is None:
        return
    content = file.getvalue()
    try:
        st.session_state[DONE] = import_labels(home(), content, posts=_there(content))
    except (OSError, AuditError) as error:
        st.session_state[DONE] = str(error)


def _there(content: bytes) -> dict[Post, str]:
    """The posts that the file names and the data holds, with the hash of their texts."""
    named = posts_named(content)
    rows = ask(metrics.audit_posts, posts=tuple(sorted(named)))
    return {(str(row.source), str(row.interaction_id)): str(row.text_hash)
            for row in records(rows)}


def _news() -> None:
    done = st.session_state.pop(DONE, None)
    if isinstance(done, Imported):
        st.success(plain(
            f"{several(done.rows_in, 'row', 'rows')}: {done.kept} taken in, {done.known} already "
            f"there, {len(done.rejected)} refused."), icon=":material/check:")
        if len(done.rejected):
            table(done.rejected, alt="Rows that were refused, with the reason", height=220)
    elif done:
        st.error(plain(str(done)), icon=":material/error:")

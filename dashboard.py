"""Entry of the dashboard: page config, who is looking, filters, navigation.  Nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

# A file of our own: icons given by name are fetched from the network.
ICON = Path(__file__).parent / "pages" / "ui" / "icon.png"


def main() -> None:
    """Draw the whole page: a page file that is run alone comes through this door too."""
    from pages.ui.process import keep_what_is_loaded, tune
    from pages.ui.timing import timed

    tune()
    with timed(st.context.url or ""):
        st.set_page_config(page_title="Decaf", page_icon=ICON, layout="wide",
                           initial_sidebar_state="auto")
        from pages.ui.filters import choose_filters
        from pages.ui.navigation import navigate
        from pages.ui.who import viewer

        navigate(choose_filters(viewer()))
    keep_what_is_loaded()


if __name__ == "__main__":
    main()

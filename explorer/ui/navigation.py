"""The table of pages. A new page is one file in pages/ and one line here."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import Page


@dataclass(frozen=True)
class Entry:
    """One page: its file, its name in the navigation and its Material icon."""

    file: str
    title: str
    icon: str

    @property
    def address(self) -> str:
        """The page's path in the browser's address, such as `layers`."""
        return self.file.removeprefix("pages/").removesuffix(".py")


PAGES: dict[str, tuple[Entry, ...]] = {
    "This photo": (
        Entry("pages/photo.py", "Photo", "photo_camera"),
        Entry("pages/map.py", "Map", "account_tree"),
        Entry("pages/layers.py", "Layers", "grid_view"),
        Entry("pages/receipt.py", "Receipt", "receipt_long"),
        Entry("pages/scores.py", "Scores", "leaderboard"),
    ),
    "The parts": (
        Entry("pages/kernels.py", "Kernels", "apps"),
        Entry("pages/lab.py", "Lab", "science"),
        Entry("pages/shapes.py", "Shapes", "table_rows"),
    ),
    "Many photos": (
        Entry("pages/catalogue.py", "Catalogue", "inventory_2"),
        Entry("pages/replay.py", "Replay", "fact_check"),
    ),
    "Reading help": (
        Entry("pages/walk.py", "First walk", "directions_walk"),
        Entry("pages/words.py", "Words", "menu_book"),
    ),
}


# Whether app.py has drawn the navigation in this run: Streamlit runs each script in a thread of its own.
_run = threading.local()


def table() -> Page:
    """Tell Streamlit all pages and return the one that the address asks for; the first is the front door."""
    _run.drawn = True
    # Before the navigation: the sidebar takes its width when it is first drawn.
    st.set_page_config(layout="wide", initial_sidebar_state=240)
    first = next(iter(PAGES.values()))[0]
    sections = {
        section: [
            st.Page(
                entry.file,
                title=entry.title,
                url_path=entry.address,
                default=entry is first,
            )
            for entry in entries
        ]
        for section, entries in PAGES.items()
    }
    return st.navigation(sections, expanded=True)


def icons() -> str:
    """Style rules that draw each page's icon in the navigation, from the icon font that Streamlit serves itself.

    An icon given to st.Page also becomes the browser tab's, and for that Streamlit sends every visitor's browser to
    a font host: a request to a third party, and a console error where there is no network. What follows the slash
    is read out instead of the icon's name: nothing.
    """
    entries = [entry for section in PAGES.values() for entry in section]
    return "\n".join(
        f'[data-testid="stSidebarNavLink"][href$="/{"" if entry is entries[0] else entry.address}"]::before'
        f' {{ content: "{entry.icon}" / ""; font: 18px/1 "Material Symbols Rounded"; margin-right: 4px; }}'
        for entry in entries
    )


def ensure() -> None:
    """Begin again as app.py does where a page's file runs alone, as the first deep link on a fresh server makes it.

    Streamlit names widgets by what runs them, and all later runs go through app.py: what is uploaded or moved on a
    page that has run alone would be looked for under a name that nothing has any more.
    """
    if not getattr(_run, "drawn", False):
        table().run()
        st.stop()
    _run.drawn = False

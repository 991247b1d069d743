"""The table of pages. A new page is one file in pages/ and one line here."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager


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


def claim_pages() -> None:
    """Tell Streamlit, before anybody comes, that the folder pages/ is not its older kind of pages.

    It learns so from `st.navigation`, too, but by then has drawn the sidebar of the server's first visitor without us,
    in another width.
    """
    PagesManager.uses_pages_directory = False


def table() -> Page:
    """Tell Streamlit all pages and return the one that the address asks for; the first is the front door."""
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

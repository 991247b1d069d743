"""The frame around every page: page settings, sidebar, sentences that wait. Its `page` is each page's first line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from explorer.errors import ExplorerError
from explorer.ui import navigation, sidebar, workspace
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

_log = logging.getLogger(__name__)

ASSETS = Path(__file__).resolve().parents[2] / "assets"

# Streamlit has no settings for the main column's width and for the bar above it, which lies over the page's top. On a
# narrow screen it hides what is scrolled below it: its colour is the app's, handed down from parent to child.
_CSS = """
[data-testid="stMainBlockContainer"] { max-width: 1040px; margin: 0; padding: 32px 40px 48px; }
[data-testid="stHeader"] { background: transparent; }
[data-testid="stHeader"], [data-testid="stToolbar"] { pointer-events: none; }
[data-testid="stHeader"] button { pointer-events: auto; }
[data-testid="stMainBlockContainer"] h1 { padding: 0; line-height: 1.25; }
@media (max-width: 640px) {
  .st-key-enlarged_first [data-testid="stHorizontalBlock"] { flex-direction: column-reverse; }
  .st-key-enlarged_first [data-testid="stColumn"] { width: 100%; }
  [data-testid="stAppViewContainer"], :has(> [data-testid="stHeader"]), [data-testid="stHeader"] {
    background: inherit;
  }
  [data-testid="stMainBlockContainer"] { padding: 56px 16px 48px; }
}
"""


@contextmanager
def page(title: str) -> Iterator[Workspace]:
    """Draw what all pages share around the page's own part; `title` names the browser's tab.

    Whatever is raised inside ends as a sentence on the page: an ExplorerError's own, or one that points to the log.
    """
    st.set_page_config(page_title=f"{title} · Convscope", page_icon=str(ASSETS / "icon.png"))
    st.html(f"<style>{_CSS}{navigation.icons()}</style>")
    wordmark = str(ASSETS / f"wordmark-{'dark' if st.context.theme.type == 'dark' else 'light'}.svg")
    st.logo(wordmark, size="large", icon_image=wordmark)
    try:
        place = workspace.current()
        place.write_address()
        state = sidebar.draw(place)
        sidebar.tell_state(place, state)
        workspace.remember(place)
        top = st.container()
        with top:
            _say_all(place)
        yield place
        sidebar.tell_state(place, state)
        with top:  # what the page's own part found, such as a layer that does not exist
            _say_all(place)
    except ExplorerError as complaint:
        say(complaint)
    except Exception:
        _say_unexpected(title)


def answers_alone(place: Workspace, draw: Callable[[], None]) -> None:
    """Draw a page's own part such that a click in it draws that part again and nothing around it."""

    @st.fragment
    def part() -> None:
        top = st.container()
        try:
            draw()
        except ExplorerError as complaint:
            say(complaint)
        except Exception:
            _say_unexpected(draw.__module__)
        with top:
            _say_all(place)

    part()


def _say_unexpected(what: str) -> None:
    _log.exception("the page %s failed", what)
    say(ExplorerError("This page failed unexpectedly.", "The server’s log says why; the other pages still work."))


def _say_all(place: Workspace) -> None:
    for complaint in place.complaints:
        say(complaint)
    place.complaints.clear()


def say(complaint: ExplorerError) -> None:
    """Say in the page what failed and what to do."""
    st.error(plain(f"{complaint.sentence} {complaint.hint}"), icon=None)


def note(text: str) -> None:
    """A line of small grey text, dark enough to be read; Streamlit's own captions are not."""
    st.markdown(f":small[:gray[{text}]]")


def opening(finding: str, reason: str) -> None:
    """The page's first two lines: what was found, and why, or what to do here."""
    st.title(finding, anchor=False)
    st.markdown(f":gray[{reason}]")

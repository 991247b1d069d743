"""Keys that work anywhere on a page: [ and ] for the page, / for its first field; nothing to see."""

from __future__ import annotations

from pathlib import Path

from explorer.ui.components.component import load, trigger


def page_keys(key: str = "page_keys") -> str | None:
    """Returns "[" or "]" in the run that follows the key, None in any other.

    The key / moves the focus to the page's first choice or search, in the browser alone. Keys that are typed into a
    field, or pressed together with Ctrl, Alt or Meta, keep their own meaning.
    """
    pressed: str | None = trigger(load(Path(__file__).parent, "page_keys"), "press", key=key)
    return pressed

"""Leaves the visit's key in the browser: in a cookie that names the tab seen last, and in the tab; nothing to see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from explorer.ui.components.component import load

_FOLDER = Path(__file__).parent


def visit_key(name: str, key: str, start: str, seconds: int, come_back: Callable[[str], None]) -> None:
    """Keep `key` in the tab and in the cookie `name`, there for `seconds` from when the tab was last seen.

    `start` is the key that the session started from. Where the tab itself last had another one, `come_back` hears of
    it before the next run: a phone may load a tab again long after the cookie went on to name a different one. It is
    the browser's word, so it may be any text.
    """

    def hear() -> None:
        left = st.session_state["visit_key"]["left"]
        if isinstance(left, str):
            come_back(left)

    data = {"name": name, "key": key, "start": start, "seconds": seconds}
    load(_FOLDER, "visit_key")(key="visit_key", data=data, on_left_change=hear)

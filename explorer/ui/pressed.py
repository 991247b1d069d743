"""Buttons whose press is never lost."""

from __future__ import annotations

import streamlit as st


def pressed(label: str, *, key: str, icon: str) -> bool:
    """Draws a button; whether it was pressed since it was last asked.

    Streamlit forgets a press when the run that it started is broken off before it comes to the button, as it is while
    a page that has just been opened settles. The callback runs before anything can break off.
    """
    slot = f"{key}:pressed"

    def keep() -> None:
        st.session_state[slot] = True

    st.button(label, key=key, icon=icon, on_click=keep)
    return bool(st.session_state.pop(slot, False))


def forget(key: str) -> None:
    """Drop a press of a button that is not there any more."""
    st.session_state.pop(f"{key}:pressed", None)

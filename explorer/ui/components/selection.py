"""Keeps a moving selection out of a component's payload.

Streamlit sends an unchanged payload once. A component that is clicked shows its new selection by itself; if
the selection were in the payload, every click would send all pictures again. So the payload carries the
selection that the component was last *told*, and changes only when the page wants another one than the
component already shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass
class Selection:
    """`told` and `turn` go into the payload of one mounted component; `shown` is what it shows by now."""

    told: Any
    shown: Any
    turn: int = 0

    def header(self) -> dict[str, Any]:
        """The part of a payload that tells the component."""
        return {"selected": self.told, "turn": self.turn}


def selection(key: str, wanted: Any) -> Selection:
    """The selection of the component with this key, after the page asks for `wanted`.

    `wanted` is anything that JSON knows; None leaves the choice to the component and the visitor.
    """
    slot = f"{key}:selection"
    kept: Selection | None = st.session_state.get(slot)
    if kept is None or key not in st.session_state:
        # The first run, or the first after another page: the browser builds the component anew.
        first = kept.shown if kept and wanted is None else wanted
        kept = Selection(first, first, kept.turn if kept else 0)
    elif wanted is not None and kept.shown != wanted:
        kept = Selection(wanted, wanted, kept.turn + 1)
    st.session_state[slot] = kept
    return kept


def shows(key: str, value: Any) -> None:
    """Note that the component with this key shows `value` by now: it was clicked there."""
    kept: Selection | None = st.session_state.get(f"{key}:selection")
    if kept is not None:
        kept.shown = value

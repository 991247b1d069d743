"""The selection of a component moves without a new payload, unless the page wants another one."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from explorer.ui.components.selection import selection

KEY = "gallery"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A visitor's session: KEY is in it while the component is mounted."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_a_click_that_the_page_takes_over_leaves_the_payload_alone(session: dict[str, Any]) -> None:
    first = selection(KEY, 3)
    told = first.header()
    session[KEY] = {}
    first.shown = 7
    assert selection(KEY, 7).header() == told


def test_a_page_that_wants_another_one_says_so_even_if_it_is_the_old_one(session: dict[str, Any]) -> None:
    first = selection(KEY, 3)
    told = first.header()
    session[KEY] = {}
    first.shown = 7
    again = selection(KEY, 3)
    assert again.header() == {"selected": 3, "turn": 1}
    assert again.header() != told
    assert selection(KEY, 3).header() == again.header()


def test_none_leaves_the_choice_to_the_visitor(session: dict[str, Any]) -> None:
    first = selection(KEY, None)
    session[KEY] = {}
    first.shown = 7
    assert selection(KEY, None).header() == {"selected": None, "turn": 0}


def test_after_another_page_the_component_begins_with_what_it_showed(session: dict[str, Any]) -> None:
    selection(KEY, None).shown = 7
    assert selection(KEY, None).header()["selected"] == 7
    assert selection(KEY, 9).header()["selected"] == 9

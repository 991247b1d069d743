"""A place to look from without a browser, and a server memory of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st

from explorer.network.shelf import Resident
from explorer.ui import cache, choices
from explorer.ui.viewpoint import Viewpoint
from explorer.ui.workspace import Workspace


@pytest.fixture
def fresh_memory() -> Iterator[None]:
    """Nothing is kept from other tests, settings included, and nothing for them."""
    st.cache_resource.clear()
    choices.settings.cache_clear()
    yield
    st.cache_resource.clear()
    choices.settings.cache_clear()


@pytest.fixture
def place_of() -> Callable[..., Workspace]:
    """`place_of(model=..., layer=...)`: a visitor's place; the keywords are fields of Viewpoint."""

    def make(**view: Any) -> Workspace:
        return Workspace("key", Viewpoint(**({"photo": choices.sample_names()[0]} | view)), [])

    return make


@pytest.fixture
def resident_of() -> Callable[[Workspace], Resident]:
    """`resident_of(place)`: its network, loaded."""

    def load(place: Workspace) -> Resident:
        loading = cache.loading(place.network_key)
        assert loading.done.wait(120)
        assert loading.resident is not None, loading.error
        return loading.resident

    return load

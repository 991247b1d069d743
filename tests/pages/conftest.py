"""A server memory of their own for the tests of one module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from explorer.ui import choices


@pytest.fixture(scope="module")
def one_memory() -> Iterator[None]:
    """The server's memory is shared by the tests of the module and by no other."""
    st.cache_resource.clear()
    choices.settings.cache_clear()
    yield
    st.cache_resource.clear()
    choices.settings.cache_clear()

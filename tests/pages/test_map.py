"""The Map page in a simulated run: what its picture sends, and what it never sends."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE = "pages/map.py"


def sent(app: AppTest, act: Any) -> AppTest:
    """The run that a click in the picture starts; what it sends waits in the session."""
    app.session_state["map:network:act"] = act
    return app.run()


def test_a_chosen_layer_is_looked_at() -> None:
    app = opened(PAGE)
    sent(app, {"event": "select", "layer": "layer1.0.conv2"})
    assert_sound(app)
    assert view(app).layer == "layer1.0.conv2"
    assert app.title[0].value == "Maps shrink and multiply: 16 of 32 × 32 become 64 of 8 × 8."


@pytest.mark.parametrize(
    "act",
    [
        {"event": "select", "layer": "no_such_layer"},
        {"event": "select"},
        {"event": "erase", "layer": "layer1.0.conv2"},
        {"event": ["open"], "layer": 7},
        ["open", "layer1.0.conv2"],
        "open",
        7,
    ],
)
def test_what_the_picture_never_sends_changes_nothing(act: Any) -> None:
    app = opened(PAGE, layer="layer1.0.conv1")
    before = view(app)
    sent(app, act)
    assert_sound(app)
    assert view(app) == before


def test_times_are_measured_once_they_are_wanted() -> None:
    app = opened(PAGE, layer="layer1.0.conv1")
    sent(app, {"event": "measure", "layer": ""})
    assert_sound(app)


def test_a_layer_that_does_not_exist_is_said() -> None:
    app = opened(PAGE)
    app.session_state["workspace"].view = view(app).at("conv9")
    app.run()
    assert "conv9" in app.error[0].value
    assert view(app).layer == ""

"""The Layers page with another photo beside: chosen, clicked, and what a browser makes up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE = "pages/layers.py"


def test_a_click_in_either_grid_opens_the_channel_and_keeps_the_cell() -> None:
    app = opened(PAGE, layer="layer2.0.conv1", channel="3", cell="4,5", beside="oranges", photo="teapot")
    app.session_state["layers:pair:channel"] = 7
    assert_sound(app.run())
    assert (view(app).layer, view(app).channel, view(app).cell) == ("layer2.0.conv1", 7, (4, 5))
    assert view(app).beside == "oranges"


def test_without_another_photo_there_is_the_choice_alone() -> None:
    app = opened(PAGE, photo="teapot")
    (box,) = (box for box in app.selectbox if box.key == "beside:photo")
    assert box.value == ""
    box.set_value("oranges").run()
    assert_sound(app)
    assert view(app).beside == "oranges"


@pytest.mark.parametrize("value", ["mug", -1, [1], {"a": 1}])
def test_what_a_browser_makes_up_is_one_sentence(value: Any) -> None:
    app = opened(PAGE, layer="conv1", beside="oranges", photo="teapot")
    app.session_state["layers:pair:channel"] = value
    app.run()
    assert len(app.error) == 1
    assert view(app).channel == 0


def test_a_channel_beyond_the_last_is_said() -> None:
    app = opened(PAGE, layer="conv1", beside="oranges", photo="teapot")
    app.session_state["layers:pair:channel"] = 99
    app.run()
    assert [error.value for error in app.error] != []
    assert view(app).channel == 0

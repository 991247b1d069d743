"""The Layers page in a simulated run: what a click on the map leads to."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE, LAYER = "pages/layers.py", "layer2.0.conv1"  # 32 maps of 16 × 16
CLICK = {"layer": LAYER, "channel": 5, "cell": [7, 3], "opens": False}


def click(app: AppTest, **told: Any) -> AppTest:
    """Run the page as after a message from the enlarged map."""
    app.session_state["map:cell"] = CLICK | told
    return app.run()


def test_a_pinned_cell_is_kept_and_stands_in_the_address() -> None:
    app = opened(PAGE, layer=LAYER, channel="5")
    assert_sound(click(app))
    assert view(app).cell == (7, 3)
    assert app.query_params["cell"] in ("7,3", ["7,3"])
    app.session_state["grid:channel"] = 9
    assert_sound(app.run())
    assert (view(app).channel, view(app).cell) == (9, (7, 3))
    assert_sound(click(app, cell=None))
    assert view(app).cell is None
    assert "cell" not in app.query_params


def test_another_layer_starts_without_a_pinned_cell() -> None:
    app = opened(PAGE, layer=LAYER, channel="5", cell="7,3")
    assert view(app).cell == (7, 3)
    app.button(key="layers:after").click().run()
    assert_sound(app)
    assert view(app).cell is None


def test_the_receipt_of_a_cell_opens() -> None:
    app = opened(PAGE, layer=LAYER, channel="5")
    click(app, opens=True, channel=6)
    assert not app.exception
    shown = view(app)
    assert (shown.layer, shown.channel, shown.cell) == (LAYER, 6, (7, 3))
    assert "maps of" not in app.title[0].value


@pytest.mark.parametrize(
    "strange",
    [
        {"cell": [16, 0]},
        {"cell": [-1, 0], "opens": True},
        {"channel": 32, "opens": True},
        {"layer": "conv1"},
        {"layer": None, "cell": "ab"},
    ],
)
def test_a_click_on_what_is_not_there_changes_nothing(strange: dict[str, Any]) -> None:
    app = opened(PAGE, layer=LAYER, channel="5")
    before = view(app)
    assert_sound(click(app, **strange))
    assert view(app) == before


@pytest.mark.parametrize("layer", ["conv1", "linear", "layer3.2.conv2"])
def test_every_layer_has_its_field_and_its_photo(layer: str) -> None:
    assert_sound(opened(PAGE, layer=layer))

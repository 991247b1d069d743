"""The mixing desk of the Scores page in a simulated run: faders, another layer, reset, two visitors at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.network.intervene import Fader
from explorer.ui import cache
from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE = "pages/scores.py"
MODEL = "cifar_resnet20"
LAST = "layer3.2.relu_1"


RESET = (None, [])


def mixed(app: AppTest, layer: Any, gains: Any) -> AppTest:
    """The run that a move on the desk starts; what it sends waits in the session."""
    app.session_state["scores:desk:mix"] = [1, MODEL, layer, gains]
    return app.run()


def layer_of_the_desk(app: AppTest) -> Any:
    (found,) = (box for box in app.selectbox if box.key == "scores:desk-layer")
    return found


def test_a_fader_is_moved_and_reset_in_one_run_each() -> None:
    app = opened(PAGE)
    title = app.title[0].value
    mixed(app, LAST, [[3, 0], [7, 0.55]])
    assert_sound(app)
    assert view(app).faders == (Fader(LAST, 3, 0.0), Fader(LAST, 7, 0.55))
    assert any("reset the faders" in text.value for text in app.markdown)
    assert not any(button.key == "scores:layer" for button in app.button)
    mixed(app, *RESET)
    assert_sound(app)
    assert view(app).faders == ()
    assert app.title[0].value == title


def test_faders_stay_when_the_page_or_the_class_changes() -> None:
    app = opened(PAGE)
    mixed(app, LAST, [[3, 0]])
    app.session_state["scores:classes:select"] = 4
    app.run()
    app.switch_page("pages/photo.py").run()
    app.switch_page(PAGE).run()
    assert_sound(app)
    assert (view(app).faders, view(app).chosen) == ((Fader(LAST, 3, 0.0),), 4)


def test_another_layer_is_put_on_the_desk() -> None:
    app = opened(PAGE)
    assert layer_of_the_desk(app).value == LAST
    layer_of_the_desk(app).set_value("layer2.0.conv1").run()
    assert_sound(app)
    assert layer_of_the_desk(app).value == "layer2.0.conv1"
    mixed(app, LAST, [[3, 0]])  # as the button does that mutes the ten that speak most
    assert layer_of_the_desk(app).value == LAST


@pytest.mark.parametrize(
    "asked",
    [
        "reset",
        5,
        [1, MODEL, LAST],
        ["a", MODEL, LAST, [[1, 0]]],
        [1, MODEL, LAST, 5],
        [1, MODEL, LAST, [[1]]],
        [1, MODEL, LAST, [["a", 0]]],
        [1, MODEL, LAST, [[1, "loud"]]],
        [1, MODEL, LAST, [[64, 0]]],
        [1, MODEL, LAST, [[0, 3]]],
        [1, MODEL, LAST, [[0, float("nan")]]],
        [1, MODEL, "layer9", [[0, 0]]],
        [1, MODEL, "x", [[0, 0]]],
    ],
)
def test_what_a_browser_makes_up_is_one_sentence(asked: Any) -> None:
    app = opened(PAGE)
    app.session_state["scores:desk:mix"] = asked
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert_sound(app.run())
    assert view(app).faders == ()


def test_a_move_that_another_network_was_asked_for_changes_nothing() -> None:
    app = opened(PAGE)
    app.session_state["scores:desk:mix"] = [1, "tiny_vgg", "features.0", [[0, 0]]]
    assert_sound(app.run())
    assert (view(app).faders, view(app).turn) == ((), 1)


def test_each_part_of_the_page_says_its_own() -> None:
    """A complaint about a class stands above the title, and not with the desk that is drawn inside of the page."""
    app = opened(PAGE)
    app.session_state["scores:classes:select"] = "a hundred"
    app.run()
    (kind, *_) = [node.type for node in app.main if node.type in ("alert", "error", "title")]
    assert len(app.error) == 1 and kind != "title"
    assert_sound(app.run())


def test_a_receipt_asked_for_before_the_page_knew_of_the_faders_is_not_opened_later() -> None:
    app = opened(PAGE)
    app.session_state["scores:score:pressed"] = True
    mixed(app, LAST, [[3, 0]])
    mixed(app, *RESET)
    assert_sound(app)
    assert app.title[0].value.startswith("Untrained, the network names")


def test_two_visitors_with_faders_of_their_own() -> None:
    """Each hears what it heard alone, whatever the other moves; the network that they share keeps every bit."""
    apps = [opened(PAGE), opened(PAGE)]
    resident = apps[0].session_state["workspace"].ready()
    assert resident is not None and resident is apps[1].session_state["workspace"].ready()
    state = {name: tensor.clone() for name, tensor in resident.module.state_dict().items()}
    asked: tuple[Any, ...] = ((LAST, [[0, 0.0], [5, 0.0]]), ("layer1.0.conv1", [[2, 2.0]]))
    alone = []
    for app, value in zip(apps, asked, strict=True):
        alone.append(logits(mixed(app, *value)))
        mixed(app, *RESET)
    for app, value in zip(apps, asked, strict=True):
        mixed(app, *value)
    for app, wanted in zip(apps, alone, strict=True):
        assert_sound(app.run())
        assert np.array_equal(logits(app), wanted)
    assert not np.array_equal(*alone)
    mixed(apps[0], *RESET)
    assert np.array_equal(logits(apps[1].run()), alone[1])
    assert all((state[name] == tensor).all() for name, tensor in resident.module.state_dict().items())


def logits(app: AppTest) -> np.ndarray:
    place = app.session_state["workspace"]
    return cache.captured(place.photo, place.recipe, place.ready(), place.view.faders).logits.numpy()

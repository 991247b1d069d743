"""A browser may send what no page offers: nothing is looked at that was not offered, and no page fails."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, NumberInput, Radio, Selectbox

from explorer.ui.viewpoint import Viewpoint
from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

STRANGE = (
    "nowhere",
    "../../etc/passwd",
    "/etc/passwd.pth",
    "untrained:9",
    "<img src=x onerror=alert(1)>",
    "",
    "ü" * 5000,
)


def send(app: AppTest, widget: Any, **value: Any) -> None:
    """Run `app` as if the browser had sent `value`, a field of Streamlit's message, for `widget`."""
    state = WidgetState(id=widget.id)
    for field, sent in value.items():
        if isinstance(sent, list):
            getattr(state, field).data.extend(sent)
        else:
            setattr(state, field, sent)
    honest = type(widget)._widget_state
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(widget),
            "_widget_state",
            property(lambda one: state if one.id == widget.id else honest.fget(one)),
        )
        app.run()


def keyed(widgets: Any, key: str) -> Any:
    return next(widget for widget in widgets if widget.key and re.fullmatch(key, widget.key))


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("pages/words.py", "sidebar:photo"),
        ("pages/words.py", "sidebar:model"),
        ("pages/words.py", "sidebar:weights"),
        ("pages/layers.py", "layers:layer"),
        ("pages/kernels.py", "kernels:layer"),
        ("pages/kernels.py", "kernels:.*:Outputs"),
    ],
)
def test_a_choice_that_was_not_offered_changes_nothing(page: str, key: str, strange: str) -> None:
    app = opened(page, "squeezenet1_1", layer="features.10.expand3x3")
    before = view(app)
    box: Selectbox[Any] = keyed(app.selectbox, key)
    send(app, box, string_value=strange)
    assert_sound(app)
    assert view(app) == before
    assert_sound(app.run())


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize(
    ("page", "key"),
    [("pages/words.py", "sidebar:device"), ("pages/photo.py", "photo:fit"), ("pages/shapes.py", "shapes:rows")],
)
def test_a_segment_that_was_not_offered_changes_nothing(page: str, key: str, strange: str) -> None:
    app = opened(page)
    before = view(app)
    group: ButtonGroup[Any] = keyed(app.button_group, key)
    for sent in ([strange], [], [strange, strange]):
        send(app, group, string_array_value=sent)
        assert_sound(app)
        assert view(app) == before
    assert_sound(app.run())


@pytest.mark.parametrize("strange", [-1.0, 0.0, 1e300])
def test_a_size_that_was_not_offered_changes_nothing(strange: float) -> None:
    app = opened("pages/photo.py")
    before = view(app)
    box: NumberInput = keyed(app.number_input, "photo:size")
    send(app, box, double_value=strange)
    assert_harmless(app, before)


@pytest.mark.parametrize("strange", [-1, 2, 2**40])
def test_a_recipe_that_was_not_offered_changes_nothing(strange: int) -> None:
    app = opened("pages/photo.py")
    before = view(app)
    radio: Radio[Any] = keyed(app.radio, "photo:recipe")
    send(app, radio, int_value=strange)
    assert_harmless(app, before)


def assert_harmless(app: AppTest, before: Viewpoint) -> None:
    """Streamlit itself stumbles over some numbers: that run ends as a sentence, and the next is sound."""
    assert not app.exception
    assert view(app) == before
    assert_sound(app.switch_page("pages/photo.py").run())

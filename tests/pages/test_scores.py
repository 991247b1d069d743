"""The Scores page in a simulated run: classes alone and against each other, clicks that lead away."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.explain.terms import Place
from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE = "pages/scores.py"


def clicked(app: AppTest, component: str, trigger: str, value: Any) -> AppTest:
    """The run that a click in a component starts; what it sends waits in the session."""
    app.session_state[f"{component}:{trigger}"] = value
    return app.run()


def comparison(app: AppTest) -> Any:
    (found,) = (group for group in app.button_group if group.key == "scores:comparison")
    return found


def test_a_class_from_the_address_is_compared_and_left_alone_again() -> None:
    app = opened(PAGE, **{"class": "3", "against": "5"})
    assert (view(app).chosen, view(app).against) == (3, 5)
    assert app.query_params["class"] in ("3", ["3"])
    comparison(app).set_value("alone").run()
    assert_sound(app)
    assert view(app).against is None
    assert "against" not in app.query_params
    comparison(app).set_value("against").run()
    assert_sound(app)
    assert view(app).against is not None


def test_another_rival_is_found_by_typing() -> None:
    app = opened(PAGE, **{"class": "3", "against": "5"})
    (box,) = (box for box in app.selectbox if box.key == "scores:against")
    box.set_value(7).run()
    assert_sound(app)
    assert (view(app).chosen, view(app).against) == (3, 7)


def test_a_click_on_a_class_is_followed_in_one_run() -> None:
    app = opened(PAGE)
    clicked(app, "scores:classes", "select", 4)
    assert_sound(app)
    assert view(app).chosen == 4
    assert app.query_params["class"] in ("4", ["4"])


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (["receipt", "avgpool", 7, 0, 0], Place("avgpool", 7, (0, 0))),
        (["layers", "layer3.2.relu_1", 12, 0, 0], None),
    ],
)
def test_a_row_leads_to_its_receipt_or_to_its_map(asked: list[Any], place: Place | None) -> None:
    app = opened(PAGE)
    clicked(app, "scores:sum", "open", asked)
    assert not app.exception
    assert (view(app).layer, view(app).channel) == (asked[1], asked[2])
    assert view(app).place == place


@pytest.mark.parametrize(
    ("component", "trigger", "value"),
    [
        ("scores:classes", "select", "mug"),
        ("scores:classes", "select", {"a": 1}),
        ("scores:classes", "select", 10**6),
        ("scores:classes", "select", -1),
        ("scores:sum", "open", ["receipt"]),
        ("scores:sum", "open", 5),
    ],
)
def test_what_a_browser_makes_up_is_one_sentence(component: str, trigger: str, value: Any) -> None:
    app = opened(PAGE)
    clicked(app, component, trigger, value)
    assert not app.exception
    assert len(app.error) == 1
    assert_sound(app.run())


def test_another_photo_is_set_beside_and_taken_away() -> None:
    app = opened(PAGE, photo="teapot")
    (box,) = (box for box in app.selectbox if box.key == "beside:photo")
    assert "Teapot" not in box.options
    box.set_value("oranges").run()
    assert_sound(app)
    assert view(app).beside == "oranges"
    assert any(text.value.startswith(r"**oranges\.jpg** · ") for text in app.markdown)
    clicked(app, "scores:change", "open", ["layers", "layer3.2.relu_1", 5, 0, 0])
    assert (view(app).layer, view(app).channel) == ("layer3.2.relu_1", 5)
    app.switch_page(PAGE).run()
    (box,) = (box for box in app.selectbox if box.key == "beside:photo")
    box.set_value("").run()
    assert_sound(app)
    assert view(app).beside == ""


def test_a_class_that_the_network_does_not_have_is_said() -> None:
    app = opened(PAGE)
    app.session_state["workspace"].update(chosen=10)
    assert [error.value for error in app.run().error] != []
    assert view(app).chosen is None


def test_another_network_has_classes_of_its_own() -> None:
    app = opened(PAGE, **{"class": "3", "against": "5"})
    place = app.session_state["workspace"]
    place.show(place.view.with_network("tiny_vgg", "untrained"))
    assert (place.view.chosen, place.view.against) == (None, None)

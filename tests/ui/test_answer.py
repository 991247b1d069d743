"""What is answered beside the runs of a page is what a run would show, and the visit keeps it for the next one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from explorer.errors import ExplorerError
from explorer.network.intervene import Fader
from explorer.network.shelf import Resident
from explorer.ui import cache
from explorer.ui.components.mixing_desk import payload
from explorer.ui.scores.answer import answer
from explorer.ui.scores.desk import on_the_desk
from explorer.ui.scores.scene import score_scene
from explorer.ui.workspace import Workspace

MODEL = "cifar_resnet20"
SMALL = {"model": MODEL, "weights": "untrained"}
LAST = "layer3.2.relu_1"

Place = Callable[..., Workspace]
Load = Callable[[Workspace], Resident]

pytestmark = pytest.mark.usefixtures("fresh_memory")


@pytest.fixture
def place(place_of: Place, resident_of: Load) -> Workspace:
    """A kept visit, whose network is loaded."""
    entered = place_of(**SMALL, chosen=4)
    resident_of(entered)
    cache.server().visits.keep(entered.key, entered.view)
    return entered


def asked(*question: Any) -> bytes:
    return json.dumps(question).encode()


def shown_by_a_run(place: Workspace) -> bytes:
    resident = place.ready()
    assert resident is not None
    return payload(on_the_desk(place, resident, score_scene(place, resident)))


@pytest.mark.parametrize("layer", [LAST, "layer1.0.conv1"])
def test_the_answer_is_what_a_run_shows(place: Workspace, layer: str) -> None:
    at_rest = shown_by_a_run(place)
    message = answer(asked(place.key, 1, MODEL, layer, [[3, 0], [5, 1.5]]))
    assert message != at_rest
    place.hear()
    assert place.view.faders == (Fader(layer, 3, 0.0), Fader(layer, 5, 1.5))
    assert (place.view.desk, place.view.turn, place.view.chosen) == (layer, 1, 4)
    assert shown_by_a_run(place) == message

    reset = answer(asked(place.key, 2, MODEL, None, []))
    place.hear()
    assert place.view.faders == ()
    assert shown_by_a_run(place) == reset


def test_each_question_goes_on_from_the_one_before_it(place: Workspace) -> None:
    """No run of the page lies between them; the last of them is what a reloaded page comes back to."""
    answer(asked(place.key, 1, MODEL, LAST, [[3, 0]]))
    answer(asked(place.key, 2, MODEL, "conv1", [[2, 0.5]]))
    answer(asked(place.key, 3, MODEL, LAST, [[9, 2]]))
    kept = cache.server().visits.get(place.key)
    assert kept is not None
    assert kept.faders == (Fader(LAST, 3, 0.0), Fader("conv1", 2, 0.5), Fader(LAST, 9, 2.0))
    assert place.view.faders == ()  # a run under way goes on with what it began with
    place.hear()
    assert (place.view.faders, place.view.turn) == (kept.faders, 3)


def test_a_run_that_has_begun_before_does_not_take_faders_back(place: Workspace) -> None:
    answer(asked(place.key, 1, MODEL, LAST, [[3, 0]]))
    place.update(chosen=7)  # a run under way looks at another class, and knows nothing of the fader
    assert place.view.faders == ()
    kept = cache.server().visits.get(place.key)
    assert kept is not None and (kept.chosen, kept.faders) == (7, (Fader(LAST, 3, 0.0),))
    answer(asked(place.key, 2, MODEL, LAST, [[5, 0]]))
    place.hear()
    assert (place.view.chosen, place.view.faders) == (7, (Fader(LAST, 3, 0.0), Fader(LAST, 5, 0.0)))


def test_another_network_begins_with_its_faders_at_rest(place: Workspace) -> None:
    answer(asked(place.key, 1, MODEL, LAST, [[3, 0]]))
    first = place.view
    place.show(place.view.with_network("tiny_vgg", "untrained"))
    place.hear()
    assert place.view.faders == ()
    place.show(first)
    place.hear()  # what belonged to the network before is not brought back
    assert place.view.faders == ()


def test_a_move_of_a_network_that_is_not_looked_at_any_more_changes_nothing(place: Workspace, place_of: Place) -> None:
    """The question and the choice of another network may cross on their way."""
    before = shown_by_a_run(place)
    answered = answer(asked(place.key, 1, "tiny_vgg", LAST, [[3, 0]]))
    place.hear()
    assert (place.view.faders, place.view.turn) == ((), 1)
    assert answered == shown_by_a_run(place) != before  # but for the number it is the same
    assert len(answered) == len(before)


@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"{",
        b"5",
        b"[" * 40_000,
        b"\xff\xfe",
        asked("key"),
        asked("key", 1, MODEL, LAST),
        asked("key", "a", MODEL, LAST, [[1, 0]]),
        asked("key", float("inf"), MODEL, LAST, [[1, 0]]),
        asked("key", 1, MODEL, LAST, 5),
        asked("key", 1, MODEL, LAST, [[1]]),
        asked("key", 1, MODEL, LAST, [["a", 0]]),
        asked("key", 1, MODEL, LAST, [[float("inf"), 0]]),
        asked("key", 1, MODEL, LAST, [[64, 0]]),
        asked("key", 1, MODEL, LAST, [[0, 3]]),
        asked("key", 1, MODEL, LAST, [[0, float("nan")]]),
        asked("key", 1, MODEL, "layer9", [[0, 0]]),
        asked("another", 1, MODEL, LAST, [[0, 0]]),
        asked(["key"], 1, MODEL, LAST, [[0, 0]]),
    ],
)
def test_what_only_a_run_can_say_is_refused_and_changes_nothing(place: Workspace, question: bytes) -> None:
    with pytest.raises(ExplorerError):
        answer(question)
    assert cache.server().visits.get(place.key) == place.view


def test_a_network_that_is_not_loaded_is_left_to_a_run(place_of: Place) -> None:
    place = place_of(**SMALL)
    cache.server().visits.keep(place.key, place.view)
    with pytest.raises(ExplorerError, match="not loaded"):
        answer(asked(place.key, 1, MODEL, LAST, [[0, 0]]))


def test_a_photo_that_had_to_make_room_is_left_to_a_run(place: Workspace) -> None:
    cache.server().visits.keep(place.key, dataclasses.replace(place.view, photo="gone"))
    with pytest.raises(ExplorerError, match="has changed"):
        answer(asked(place.key, 1, MODEL, LAST, [[0, 0]]))

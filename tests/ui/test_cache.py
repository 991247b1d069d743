"""What all visitors share does not outlive the network that it came from."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

import numpy as np
import pytest

from explorer.image.preprocess import Preprocessed
from explorer.network.capture import Capture
from explorer.network.shelf import Resident
from explorer.render.sheet import sheet
from explorer.ui import cache
from explorer.ui.shown import Shown
from explorer.ui.workspace import Workspace

pytestmark = pytest.mark.usefixtures("fresh_memory")

Place = Callable[..., Workspace]
Load = Callable[[Workspace], Resident]


@pytest.fixture
def place(place_of: Place) -> Workspace:
    return place_of(model="tiny_vgg", weights="untrained")


def test_a_capture_is_kept_while_its_network_is(place: Workspace, resident_of: Load) -> None:
    resident = resident_of(place)
    made = cache.captured(place.photo, place.recipe, resident)
    assert cache.captured(place.photo, place.recipe, resident) is made
    assert len(cache.server().captures) == 1


def test_a_sum_is_kept_while_its_network_is(place: Workspace, resident_of: Load) -> None:
    resident = resident_of(place)
    made = cache.explained(place.photo, place.recipe, resident, 3, None)
    assert cache.explained(place.photo, place.recipe, resident, 3, None) is made
    assert cache.explained(place.photo, place.recipe, resident, 3, 5) is not made
    assert made.nbytes > 1690 * 7 * 8
    cache.server().shelf.forget(place.network_key)
    assert len(cache.server().explained) == 0


def test_the_strongest_channels_come_first_whatever_their_sign() -> None:
    maps = np.zeros((5, 2, 2), np.float32)
    maps[1] = -3
    maps[2, 0, 0] = 8
    maps[3] = np.nan
    assert Shown(maps, sheet(maps)).strongest.tolist() == [1, 2, 0, 3, 4]


@pytest.mark.parametrize("ask", ["captured", "shown"])
def test_a_pass_that_outlives_its_network_holds_on_to_nothing(
    place: Workspace, resident_of: Load, monkeypatch: pytest.MonkeyPatch, ask: str
) -> None:
    resident = resident_of(place)
    begun, go_on = threading.Event(), threading.Event()
    shapes: list[tuple[int, ...]] = []

    def slowly(self: Resident, prepared: Preprocessed, capture: Callable[..., Capture] = Resident.capture) -> Capture:
        begun.set()
        assert go_on.wait(60)
        return capture(self, prepared)

    def visit(resident: Resident) -> None:
        if ask == "captured":
            shapes.append(tuple(cache.captured(place.photo, place.recipe, resident).logits.shape))
        else:
            shapes.append(cache.shown(place.photo, place.recipe, resident, "conv_1_1").maps.shape)

    monkeypatch.setattr(Resident, "capture", slowly)
    visitor = threading.Thread(target=visit, args=(resident,))
    visitor.start()
    assert begun.wait(60)
    gone = weakref.ref(resident.module)
    cache.server().shelf.forget(place.network_key)
    del resident
    go_on.set()
    visitor.join(60)
    del visitor
    assert shapes == [(10,) if ask == "captured" else (10, 62, 62)]
    gc.unfreeze()
    gc.collect()
    assert gone() is None
    assert len(cache.server().captures) == 0

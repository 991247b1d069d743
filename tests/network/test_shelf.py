"""Networks on the shelf: loaded in the background, shared, and really gone when dropped."""

import gc
import threading
import time
import weakref
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from explorer.errors import DownloadError
from explorer.image.photo import decode
from explorer.image.preprocess import preprocess
from explorer.image.recipe import STANDARD
from explorer.network.capture import Capture
from explorer.network.registry import MODELS
from explorer.network.shelf import Progress, Resident, Shelf
from explorer.network.store import ByteStore
from explorer.network.weights import Network
from explorer.render.export import png_bytes


def wait_until(holds: Callable[[], bool]) -> None:
    """The loading thread tidies up after it has said that it is done."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    assert holds()


def resident(width: int = 64) -> Resident:
    model = MODELS["tiny_vgg"]
    module = nn.Sequential(nn.Conv2d(3, width, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    return Resident(Network(model, module, "test", True, ("a",), STANDARD, f"{width}"), torch.device("cpu"))


def test_loading_reports_progress_and_then_the_network() -> None:
    shelf: Shelf[str] = Shelf(10_000_000, lambda resident: None)
    halfway, go = threading.Event(), threading.Event()

    def load(progress: Progress) -> Resident:
        progress(5, 10)
        halfway.set()
        go.wait(10)
        return resident()

    loading = shelf.want("a", load)
    assert halfway.wait(10)
    assert (loading.received, loading.total) == (5, 10)
    assert shelf.want("a", load) is loading
    go.set()
    assert loading.done.wait(10)
    assert loading.resident is not None
    assert shelf.peek("a") is loading
    assert shelf.peek("b") is None


def test_a_failure_is_kept_until_somebody_tries_again() -> None:
    shelf: Shelf[str] = Shelf(1000, lambda resident: None)

    def fail(progress: Progress) -> Resident:
        raise DownloadError("No network.", "Try again.")

    loading = shelf.want("a", fail)
    assert loading.done.wait(10)
    assert loading.error is not None
    assert loading.error.sentence == "No network."
    shelf.forget("a")
    again = shelf.want("a", lambda progress: resident())
    assert again.done.wait(10)
    assert again.resident is not None


def test_an_unexpected_failure_ends_as_a_sentence_too() -> None:
    shelf: Shelf[str] = Shelf(1000, lambda resident: None)

    def fail(progress: Progress) -> Resident:
        raise ZeroDivisionError("division by zero")

    loading = shelf.want("a", fail)
    assert loading.done.wait(10)
    assert "division by zero" in str(loading.error)


def test_dropped_networks_are_freed_although_the_collector_was_frozen() -> None:
    captures: ByteStore[str, Capture] = ByteStore(10_000_000)
    dropped: list[str] = []

    def drop(resident: Resident) -> None:
        dropped.append(resident.network.digest)
        captures.drop(lambda key: key == resident.network.digest)

    shelf: Shelf[str] = Shelf(resident().nbytes, drop)
    first = shelf.want("first", lambda progress: resident(64))
    assert first.done.wait(10)
    assert first.resident is not None
    photo = decode(png_bytes(np.zeros((40, 40, 3), np.uint8)), "black.png")
    captures.put("64", first.resident.capture(preprocess(photo, STANDARD.at_size(32))))
    gone = weakref.ref(first.resident.module)
    cyclic = first.resident.module
    cyclic.me = [cyclic]  # a cycle: only the collector can free it
    gc.collect()
    gc.freeze()
    del first, cyclic
    second = shelf.want("second", lambda progress: resident(65))
    assert second.done.wait(10)
    wait_until(lambda: shelf.peek("first") is None and gone() is None)
    assert dropped == ["64"]
    assert second.resident is not None
    kept = weakref.ref(second.resident.module)
    del second
    shelf.forget("second")
    assert dropped == ["64", "65"]
    wait_until(lambda: kept() is None)


def test_the_newest_network_stays_even_when_it_is_too_large() -> None:
    shelf: Shelf[str] = Shelf(1, lambda resident: None)
    loading = shelf.want("a", lambda progress: resident())
    assert loading.done.wait(10)
    assert shelf.peek("a") is loading

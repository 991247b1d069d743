"""Networks on the shelf: loaded in the background, shared, and really gone when dropped."""

import gc
import threading
import weakref

import torch
from torch import nn

from explorer.errors import DownloadError
from explorer.image.recipe import STANDARD
from explorer.network.registry import MODELS
from explorer.network.shelf import Progress, Resident, Shelf
from explorer.network.weights import Network


def resident(width: int = 64) -> Resident:
    model = MODELS["tiny_vgg"]
    module = nn.Sequential(nn.Conv2d(3, width, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    return Resident(Network(model, module, "test", True, ("a",), STANDARD, f"{width}"), torch.device("cpu"))


def test_loading_reports_progress_and_then_the_network() -> None:
    shelf: Shelf[str] = Shelf(10_000_000)
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
    shelf: Shelf[str] = Shelf(1000)

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
    shelf: Shelf[str] = Shelf(1000)

    def fail(progress: Progress) -> Resident:
        raise ZeroDivisionError("division by zero")

    loading = shelf.want("a", fail)
    assert loading.done.wait(10)
    assert "division by zero" in str(loading.error)


def test_dropped_networks_are_freed_although_the_collector_was_frozen() -> None:
    shelf: Shelf[str] = Shelf(resident().nbytes)
    first = shelf.want("first", lambda progress: resident())
    assert first.done.wait(10)
    assert first.resident is not None
    gone = weakref.ref(first.resident.module)
    cyclic = first.resident.module
    cyclic.me = [cyclic]  # a cycle: only the collector can free it
    gc.collect()
    gc.freeze()
    del first, cyclic
    second = shelf.want("second", lambda progress: resident())
    assert second.done.wait(10)
    assert shelf.peek("first") is None
    assert gone() is None
    assert second.resident is not None
    kept = weakref.ref(second.resident.module)
    del second
    shelf.forget("second")
    assert kept() is None

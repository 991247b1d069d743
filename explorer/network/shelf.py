"""Networks that stand ready: loaded once in the background, shared by all visitors, freed when dropped."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import torch

from explorer.errors import ExplorerError, NetworkError
from explorer.image.preprocess import Preprocessed
from explorer.network.capture import Capture, capture
from explorer.network.device import release, spare
from explorer.network.download import Progress
from explorer.network.layers import Layer, describe
from explorer.network.opened import OpenedNetwork, check_bits, open_network
from explorer.network.weights import Network

Key = TypeVar("Key", bound=Hashable)
_log = logging.getLogger(__name__)


def open_loaded(network: Network, size: tuple[int, int]) -> OpenedNetwork:
    """`network` opened for photos of `size` (height, width); one of the user's own only where that keeps its bits.

    Raises NetworkError.
    """
    opened = open_network(network.module, size)
    if network.model.own:
        check_bits(network.module, opened)
    return opened


class Resident:
    """A loaded network on its device. All visitors share it; nothing that they do changes it."""

    def __init__(self, network: Network, device: torch.device) -> None:
        self.network = network
        self.device = device
        self.module = network.module.to(device)
        self.nbytes = sum(tensor.nbytes for tensor in self.module.state_dict().values())
        self._opened: dict[tuple[int, int], OpenedNetwork] = {}
        self._layers: dict[tuple[int, int], tuple[Layer, ...]] = {}
        self._opening = threading.Lock()
        self._passing = threading.Lock()

    def opened(self, size: tuple[int, int]) -> OpenedNetwork:
        """The network opened for photos of `size` (height, width); the weights are shared by all sizes."""
        with self._opening:
            if size not in self._opened:
                self._opened[size] = open_loaded(self.network, size)
            return self._opened[size]

    def layers(self, size: tuple[int, int]) -> tuple[Layer, ...]:
        """The table of layers for photos of `size`; every screen that draws a layer asks for it."""
        if size not in self._layers:
            self._layers[size] = describe(self.opened(size))
        return self._layers[size]

    def capture(self, prepared: Preprocessed) -> Capture:
        """What `prepared` makes the network compute; one pass at a time, so that visitors do not starve each other."""
        height, width = prepared.tensor.shape[-2:]
        opened = self.opened((height, width))
        with self._passing:
            return capture(opened, prepared.tensor)


@dataclass
class Loading(Generic[Key]):
    """How far a network has come: `resident` or `error` is set at the end, until then bytes `received` of `total`."""

    key: Key
    received: int = 0
    total: int | None = None
    resident: Resident | None = None
    error: ExplorerError | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def progress(self, received: int, total: int | None) -> None:
        """Note that `received` of `total` bytes have come."""
        self.received, self.total = received, total


class Shelf(Generic[Key]):
    """Networks by key, at most `budget` bytes of weights; the one unused longest is dropped and its memory freed.

    The one loaded last stays even when it alone exceeds the budget. `dropped` hears of every network that goes, so
    that nothing else holds on to it.
    """

    def __init__(self, budget: int, dropped: Callable[[Resident], None]) -> None:
        self.budget = budget
        self._dropped = dropped
        self._loadings: OrderedDict[Key, Loading[Key]] = OrderedDict()
        self._lock = threading.Lock()

    def want(self, key: Key, load: Callable[[Progress], Resident]) -> Loading[Key]:
        """The loading under `key`; `load` starts in the background where there is none."""
        with self._lock:
            if key not in self._loadings:
                loading = Loading(key)
                self._loadings[key] = loading
                threading.Thread(target=self._run, args=(loading, load), daemon=True).start()
            self._loadings.move_to_end(key)
            return self._loadings[key]

    def peek(self, key: Key) -> Loading[Key] | None:
        """The loading under `key` without starting one."""
        with self._lock:
            return self._loadings.get(key)

    def holds(self, resident: Resident) -> bool:
        """Whether `resident` is still there, or may be dropped by now."""
        with self._lock:
            return any(loading.resident is resident for loading in self._loadings.values())

    def forget(self, key: Key) -> None:
        """Drop the network under `key`, or its failure, so that it may be tried again."""
        with self._lock:
            loading = self._loadings.pop(key, None)
        if loading is not None and loading.resident is not None:
            self._dropped(loading.resident)
        del loading
        release()

    def _run(self, loading: Loading[Key], load: Callable[[Progress], Resident]) -> None:
        try:
            loading.resident = load(loading.progress)
            self._make_room(loading.key)
        except ExplorerError as error:
            loading.error = error
        except Exception as reason:  # a thread has nobody above it: the visitor must still get a sentence
            _log.exception("loading a network failed")
            loading.error = NetworkError(f"The network could not be loaded ({reason}).", "The server's log says more.")
        finally:
            loading.done.set()

    def _make_room(self, newest: Key) -> None:
        dropped = False
        while (oldest := self._take_oldest(newest)) is not None:
            self._dropped(oldest)
            dropped = True
        del oldest
        # Collect outside the lock: with large models it takes a while.
        (release if dropped else spare)()

    def _take_oldest(self, newest: Key) -> Resident | None:
        """Take the network unused longest off the shelf where there are too many bytes, never the newest."""
        with self._lock:
            if self._held() <= self.budget:
                return None
            for key, loading in self._loadings.items():
                if loading.resident is not None and key != newest:
                    return self._loadings.pop(key).resident
            return None

    def _held(self) -> int:
        return sum(loading.resident.nbytes for loading in self._loadings.values() if loading.resident is not None)

"""Keep what is dear to compute, within a budget of bytes, computed once however many ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Anything that knows how much memory it holds."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        ...


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Sized)


class ByteStore(Generic[Key, Value]):
    """Values by key, at most `budget` bytes of them; the one unused longest goes first.

    The newest value is kept even when it alone exceeds the budget: somebody is looking at it. Safe for threads:
    several that ask for the same key at once compute it once.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._sizes: dict[Key, int] = {}  # asked for once: a capture adds up some hundred tensors
        self._lock = threading.Lock()
        self._making: dict[Key, threading.Lock] = {}

    def get(self, key: Key) -> Value | None:
        """The value under `key`, which thereby counts as used; None where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def peek(self, key: Key) -> Value | None:
        """The value under `key` without counting it as used."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep `value`, and drop the longest unused others until the budget holds."""
        size = value.nbytes
        with self._lock:
            self._values[key], self._sizes[key] = value, size
            self._values.move_to_end(key)
            while len(self._values) > 1 and self._held() > self.budget:
                oldest, _ = self._values.popitem(last=False)
                del self._sizes[oldest]

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value under `key`; made by `make` where there is none. An error of `make` leaves nothing behind."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            value = self.get(key)
            if value is None:
                value = make()
                self.put(key, value)
        # Only after a success: whoever waits after a failure must find the lock that newcomers find.
        with self._lock:
            self._making.pop(key, None)
        return value

    def drop(self, wanted: Callable[[Key], bool]) -> None:
        """Drop every value whose key `wanted` says yes to."""
        with self._lock:
            for key in [key for key in self._values if wanted(key)]:
                del self._values[key], self._sizes[key]

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        with self._lock:
            return self._held()

    def __len__(self) -> int:
        return len(self._values)

    def _held(self) -> int:
        return sum(self._sizes.values())

"""How far a download has come, on standard error: a line that counts on a terminal, one plain line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from explorer.render.numbers import byte_count

INTERVAL = 0.1
"""Seconds between two looks of the counting line."""

_CLEAR = "\r\033[K"


class Progress:
    """To be called with the bytes received and their number in all (None: unknown); clears its line at the end."""

    def __init__(self, name: str) -> None:
        """`name` is what is downloaded, for people."""
        self._name = name
        self._shown: float | None = None

    def __call__(self, received: int, total: int | None) -> None:
        """Shows how far it is, now and then."""
        if not sys.stderr.isatty():
            if self._shown is None:
                size = f" ({byte_count(total)})" if total is not None else ""
                print(f"convscope: downloading {self._name}{size}", file=sys.stderr, flush=True)
            self._shown = 0.0
        elif self._shown is None or time.monotonic() - self._shown >= INTERVAL:
            of = f" of {byte_count(total)}" if total is not None else ""
            print(f"{_CLEAR}downloading {self._name}: {byte_count(received)}{of}", end="", file=sys.stderr, flush=True)
            self._shown = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown is not None and sys.stderr.isatty():
            print(_CLEAR, end="", file=sys.stderr, flush=True)

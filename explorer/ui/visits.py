"""Visits: what a visitor looked at, kept for a while under an unguessable key, so that a reload comes back to it."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from explorer.ui.viewpoint import Viewpoint

_KEY_BYTES = 24


@dataclass
class _Visit:
    view: Viewpoint
    seen: float


class Visits:
    """Viewpoints by key; each is forgotten `seconds` after it was last kept or asked for."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._visits: dict[str, _Visit] = {}
        self._lock = threading.Lock()

    def new_key(self) -> str:
        """A key of 192 random bits, as text for a cookie."""
        return secrets.token_urlsafe(_KEY_BYTES)

    def keep(self, key: str, view: Viewpoint) -> None:
        """Remember `view` under `key`."""
        with self._lock:
            self._forget_old()
            self._visits[key] = _Visit(view, self._now())

    def get(self, key: str) -> Viewpoint | None:
        """What was kept under `key`, or None when there is nothing or it is too old."""
        with self._lock:
            self._forget_old()
            visit = self._visits.get(key)
            if visit is None:
                return None
            visit.seen = self._now()
            return visit.view

    def _forget_old(self) -> None:
        oldest = self._now() - self._seconds
        self._visits = {key: visit for key, visit in self._visits.items() if visit.seen >= oldest}

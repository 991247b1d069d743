"""Visits: what a visitor looked at, kept for a while under an unguessable key, so that a reload comes back to it."""

from __future__ import annotations

import dataclasses
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from explorer.ui.viewpoint import Viewpoint

_KEY_BYTES = 24


@dataclass
class _Browser:
    """What the tabs of one browser share: the keys of their uploaded photos, the newest first."""

    uploads: tuple[str, ...] = ()

    def add(self, uploads: tuple[str, ...]) -> None:
        self.uploads = (*(key for key in uploads if key not in self.uploads), *self.uploads)


@dataclass
class _Visit:
    view: Viewpoint
    seen: float
    browser: _Browser = field(default_factory=_Browser)
    moved: Viewpoint | None = None

    @property
    def shown(self) -> Viewpoint:
        return dataclasses.replace(self.view.with_faders_of(self.moved), uploads=self.browser.uploads)


class Visits:
    """Viewpoints by key; each is forgotten `seconds` after it was last kept or asked for.

    A key belongs to one session, which is one load of the page in one tab; so two tabs never overwrite each other. A
    tab that is loaded again gets a key of its own and continues what was kept under the one before.
    """

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
            visit = self._visits.setdefault(key, _Visit(view, self._now()))
            visit.view, visit.seen = view, self._now()
            visit.browser.add(view.uploads)

    def get(self, key: str) -> Viewpoint | None:
        """What was kept under `key`, with the uploads of all tabs of its browser.

        None when there is nothing or it is too old.
        """
        with self._lock:
            visit = self._find(key)
            return None if visit is None else visit.shown

    def move(self, key: str, view: Viewpoint) -> None:
        """Remember the faders of `view`, which were moved beside the runs of the session that keeps `key`."""
        with self._lock:
            visit = self._find(key)
            if visit is None:
                return
            # An answer that took long must not overwrite a later one.
            if visit.moved is None or visit.moved.model != view.model or visit.moved.turn < view.turn:
                visit.moved = view

    def take_moved(self, key: str) -> Viewpoint | None:
        """What `move` has remembered since it was taken for the last time."""
        with self._lock:
            visit = self._find(key)
            if visit is None:
                return None
            moved, visit.moved = visit.moved, None
            visit.view = visit.view.with_faders_of(moved)
            return moved

    def views(self) -> tuple[Viewpoint, ...]:
        """What is looked at in all visits that are not over."""
        with self._lock:
            self._forget_old()
            return tuple(visit.view for visit in self._visits.values())

    def follow(self, key: str, left: str) -> Viewpoint | None:
        """Let `key` continue what was kept under `left`, in the same browser; returns what `get(left)` does."""
        with self._lock:
            visit = self._find(left)
            if visit is None:
                return None
            self._visits[key] = _Visit(visit.shown, self._now(), visit.browser)
            return visit.shown

    def _find(self, key: str) -> _Visit | None:
        self._forget_old()
        visit = self._visits.get(key)
        if visit is not None:
            visit.seen = self._now()
        return visit

    def _forget_old(self) -> None:
        oldest = self._now() - self._seconds
        self._visits = {key: visit for key, visit in self._visits.items() if visit.seen >= oldest}

"""The catalogues that visitors can open: uploaded ones, kept as long as somebody looks at them, and the server's."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import streamlit as st

from explorer.catalogue.archive import Budget, unpack
from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.image.photo import MEGAPIXELS
from explorer.ui.choices import SAMPLES, settings

BUILT_IN = SAMPLES.parent / "catalogue"
"""The rendered products that come with the project."""

# How often it is looked whether anybody still wants the uploaded catalogues.
SWEEP_SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class _Kept:
    catalogue: Catalogue
    folder: Path
    nbytes: int
    since: float


class Catalogues:
    """Uploaded catalogues, unpacked below `folder`, which goes with the process; at most `budget` bytes of them."""

    def __init__(self, folder: Path, budget: Budget, now: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._budget = budget
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()
        atexit.register(shutil.rmtree, folder, ignore_errors=True)

    def keep(self, archive: BytesIO, name: str, megapixels: float = MEGAPIXELS) -> str:
        """Unpack a zip archive; the key of its catalogue. The oldest others go to make room. Raises CatalogueError."""
        archive.seek(0)
        key = hashlib.sha256(name.encode() + hashlib.file_digest(archive, "sha256").digest()).hexdigest()[:32]
        if self.get(key) is not None:
            return key
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            found = unpack(archive, name, folder / "photos", self._budget, megapixels)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        nbytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        with self._lock:
            self._drop(key)
            self._kept[key] = _Kept(found, folder, nbytes, self._now())
            for other in sorted(self._kept, key=lambda each: self._kept[each].since):
                if other != key and sum(kept.nbytes for kept in self._kept.values()) > self._budget.nbytes:
                    self._drop(other)
        return key

    def get(self, key: str) -> Catalogue | None:
        """The catalogue under `key`; None where it is gone."""
        with self._lock:
            kept = self._kept.get(key)
            return kept.catalogue if kept else None

    def folder(self, key: str) -> Path | None:
        """Where the photos of the catalogue under `key` lie; None where it is gone."""
        with self._lock:
            kept = self._kept.get(key)
            return kept.folder / "photos" if kept else None

    def keep_only(self, wanted: Collection[str]) -> bool:
        """Delete the catalogues that are not among `wanted`, save those that have just come; whether any is left."""
        with self._lock:
            for key, kept in list(self._kept.items()):
                if key not in wanted and self._now() - kept.since > SWEEP_SECONDS:
                    self._drop(key)
            return bool(self._kept)

    def watch(self, wanted: Callable[[], Collection[str]]) -> None:
        """Ask again and again which are wanted, until none is left: nobody may come to ask once a visit is over."""

        def sweep() -> None:
            if self.keep_only(wanted()):
                self.watch(wanted)

        timer = threading.Timer(SWEEP_SECONDS, sweep)
        timer.daemon = True
        timer.start()

    def _drop(self, key: str) -> None:
        if (kept := self._kept.pop(key, None)) is not None:
            shutil.rmtree(kept.folder, ignore_errors=True)


@st.cache_resource(show_spinner=False)
def catalogues() -> Catalogues:
    """The uploaded catalogues of all visitors."""
    chosen = settings()
    budget = Budget(chosen.catalogue_photos, chosen.catalogue_bytes)
    return Catalogues(Path(tempfile.mkdtemp(prefix="convscope-catalogues-")), budget)


def server_folders() -> dict[str, Path]:
    """The folders of products that the server offers, by name; none where no folder is set. Links do not lead out."""
    root = settings().catalogues
    if root is None:
        return {}
    inside = (path for path in sorted(root.iterdir()) if path.is_dir() and not path.name.startswith("."))
    return {path.name: path for path in inside if path.resolve().is_relative_to(root)}


def from_folder(folder: Path) -> Catalogue:
    """The catalogue in a folder, read again when a product's folder has changed. Raises CatalogueError."""
    changed = max((path.stat().st_mtime_ns for path in (folder, *folder.iterdir())), default=0)
    return _from_folder(str(folder), changed)


@st.cache_resource(show_spinner=False, max_entries=8)
def _from_folder(folder: str, changed: int) -> Catalogue:
    return read_folder(folder, settings().megapixels)

"""The trainings on a catalogue: where their folders lie, which of them run, and how a new one begins."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from pathlib import Path

import streamlit as st

from explorer.catalogue import background
from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import RunFolder
from explorer.errors import TrainingError
from explorer.ui.catalogue.store import catalogues
from explorer.ui.choices import settings

# Each takes all the cores that it can get; the pages need some, too.
MOST_AT_ONCE = 2


class Trainings:
    """All trainings that this server has begun; those on uploaded catalogues go with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._begun: list[tuple[str, RunFolder]] = []
        self._lock = threading.Lock()

    def of(self, key: str, digest: str) -> list[RunFolder]:
        """The trainings on the catalogue with this key and digest, the newest first."""
        home = self._home(key, digest)
        found = [path for path in home.glob("*") if path.name.isdecimal()] if home.is_dir() else []
        return [RunFolder(path) for path in sorted(found, key=lambda path: int(path.name), reverse=True)]

    def begin(self, key: str, digest: str, plan: Plan, megapixels: float) -> RunFolder:
        """Begin a new training. Raises TrainingError, also where enough of them run."""
        with self._lock:
            self._check_room()
            before = self.of(key, digest)
            number = int(before[0].path.name) + 1 if before else 1
            run = RunFolder.create(self._home(key, digest) / str(number), plan)
            self._start(key, run, megapixels)
        return run

    def go_on(self, key: str, run: RunFolder, megapixels: float) -> None:
        """Go on with a training that was stopped. Raises TrainingError."""
        with self._lock:
            self._check_room()
            self._start(key, run, megapixels)

    def busy(self) -> set[str]:
        """The keys of the catalogues that are trained on."""
        return {key for key, run in list(self._begun) if run.progress().running}

    def results(self, key: str) -> list[Path]:
        """The files of the trained networks that this server has made on the catalogue with this key."""
        return [run.result for other, run in list(self._begun) if other == key and run.result.is_file()]

    def _start(self, key: str, run: RunFolder, megapixels: float) -> None:
        background.start(run, megapixels)
        self._begun = [(other, one) for other, one in self._begun if one.path != run.path] + [(key, run)]

    def _check_room(self) -> None:
        running = sum(run.progress().running for _, run in self._begun)
        if running >= MOST_AT_ONCE:
            raise TrainingError(f"{running} trainings run on this server already.", "Wait until one of them ends.")

    def _home(self, key: str, digest: str) -> Path:
        photos = catalogues().folder(key)
        return photos.parent / "trainings" if photos is not None else self._folder / digest


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """The trainings of all visitors, in the folder that the settings name, else in one that goes with the process."""
    return Trainings(settings().trainings or _passing_folder())


def _passing_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="convscope-trainings-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

"""The folder of one training: its plan, how far it has come, and what it needs to go on after it was ended.

    plan.json        what is to be done; written once
    state.json       the phase and how far it is, replaced whole each time
    progress.jsonl   one line an event, appended whole: a batch's loss, an epoch, a step of the rate finder
    checkpoint.pt    what training has changed so far, after the last whole epoch; replaced whole
    features.safetensors    what the body makes of each photo (head only)
    lock             held by the process that trains, and by no other
    stop             its presence asks that process to end
    model.safetensors       the result

A reader never sees half a file, and a process that is killed leaves a folder that another can go on with.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from explorer.catalogue import plan as plans
from explorer.catalogue.plan import Plan
from explorer.errors import TrainingError

Phase = Literal[
    "waiting",
    "reading",
    "weights",
    "features",
    "rates",
    "training",
    "saving",
    "stopped",
    "interrupted",
    "failed",
    "done",
]
_TRIES = 20
ENDED = ("stopped", "interrupted", "failed", "done")


@dataclass(frozen=True)
class State:
    """How far a training is: `done` of `of` steps of its phase, the seconds that are likely left, what failed."""

    phase: Phase = "waiting"
    done: int = 0
    of: int = 0
    left: float | None = None
    error: str = ""
    hint: str = ""

    @property
    def share(self) -> float:
        """How much of the phase is done, 0 to 1."""
        return self.done / self.of if self.of else 0.0


@dataclass(frozen=True)
class Epoch:
    """One whole epoch, counted from 1: mean loss of the batches learnt from, and on the held-out photos the mean loss
    and the share of right answers; the learning rate at its end, and how many seconds it took."""

    epoch: int
    loss: float
    held_loss: float
    accuracy: float
    rate: float
    seconds: float


@dataclass(frozen=True)
class Progress:
    """All that a training has said so far.

    `losses` has (batches done, counted over all epochs, loss), `rates` (learning rate, loss) of the rate finder and
    `found` the rate it suggests.
    """

    state: State
    losses: tuple[tuple[int, float], ...]
    epochs: tuple[Epoch, ...]
    rates: tuple[tuple[float, float], ...]
    found: float | None

    @property
    def running(self) -> bool:
        """Whether a process is at work on it, or about to be."""
        return self.state.phase not in ENDED

    @property
    def best(self) -> Epoch | None:
        """The first epoch with the largest share of right answers."""
        return max(self.epochs, key=lambda epoch: epoch.accuracy, default=None)


class RunFolder:
    """One training's folder; any number of readers, one process that trains."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checkpoint = path / "checkpoint.pt"
        self.features = path / "features.safetensors"
        self.result = path / "model.safetensors"
        self._events = path / "progress.jsonl"
        self._stop = path / "stop"

    @classmethod
    def create(cls, path: Path, plan: Plan) -> RunFolder:
        """The folder at `path` for `plan`: a new one, or one with the same plan, to go on with.

        Raises TrainingError where it holds another plan or cannot be made, and what `plan.check` raises.
        """
        plans.check(plan)
        run = cls(path)
        if (path / "plan.json").exists():
            if different := plans.differences(run.plan(), plan):
                raise TrainingError(
                    f"“{path}” holds a training with other settings: {', '.join(different)}.",
                    "Go on with the same settings, or remove that folder to begin anew.",
                )
            return run
        try:
            path.mkdir(parents=True, exist_ok=True)
            write_whole(path / "plan.json", plan.to_json().encode())
        except OSError as error:
            raise TrainingError(f"“{path}” cannot be written: {error.strerror or error}.", "Choose another.") from error
        return run

    def plan(self) -> Plan:
        """What is to be done. Raises TrainingError where the folder holds no training."""
        try:
            return plans.from_json((self.path / "plan.json").read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise TrainingError(f"“{self.path}” holds no training.", "Start a new one.") from error

    def progress(self) -> Progress:
        """All that has been said so far; a training whose process is gone without a word is "interrupted"."""
        state = self._state()
        if state.phase not in (*ENDED, "waiting") and not self.is_held():
            # Read once more: it may have ended, with a word, in between.
            state = self._state()
            if state.phase not in ENDED:
                state = State("interrupted", state.done, state.of)
        return _gathered(state, list(self._lines()))

    def _state(self) -> State:
        try:
            return State(**json.loads((self.path / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return State()

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            text = self._events.read_text(encoding="utf-8")
        except OSError:
            return
        for line in text.splitlines(keepends=True):
            if line.endswith("\n"):  # the last one may still be on its way
                yield json.loads(line)

    # What only the process that trains calls:

    @contextmanager
    def held(self) -> Iterator[int]:
        """Inside, this process alone trains here; gives the lock's descriptor, which a child process may inherit.

        Raises TrainingError where another process trains here.
        """
        with (self.path / "lock").open("a") as lock:
            for _ in range(_TRIES):  # who asks whether it is held, holds it for a moment
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    time.sleep(0.05)
            else:
                raise TrainingError(f"“{self.path.name}” is being trained already.", "Watch it, or stop it.")
            yield lock.fileno()

    def say(self, state: State) -> None:
        """Replaces the state."""
        write_whole(self.path / "state.json", json.dumps(asdict(state)).encode())

    def add(self, kind: str, **event: float) -> None:
        """Appends one event, in one write."""
        line = json.dumps({"kind": kind, **event}) + "\n"
        with self._events.open("ab", buffering=0) as file:
            file.write(line.encode())

    def forget_after(self, epoch: int) -> None:
        """Drops what was said after `epoch`, whose work was lost when the process ended; all of it for epoch 0."""
        kept = [line for line in self._lines() if epoch and line.get("epoch", 0) <= epoch]
        write_whole(self._events, "".join(json.dumps(line) + "\n" for line in kept).encode())

    def asked_to_stop(self) -> bool:
        """Whether somebody has called `stop`."""
        return self._stop.exists()

    def listen(self) -> None:
        """Forgets an earlier call of `stop`."""
        self._stop.unlink(missing_ok=True)

    # What others call:

    def is_held(self) -> bool:
        """Whether a process is training here: its lock goes with it, however it ends."""
        try:
            with (self.path / "lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # nobody has trained here yet
            return False
        return False

    def stop(self) -> None:
        """Asks the process that trains to end after the batch at hand; the epochs done so far are kept."""
        self._stop.touch()


def write_whole(path: Path, content: bytes) -> None:
    """Writes all or nothing: beside the target, then renamed over it. Raises OSError."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)
        os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _gathered(state: State, lines: list[dict[str, Any]]) -> Progress:
    def of(kind: str) -> list[dict[str, Any]]:
        return [{key: value for key, value in line.items() if key != "kind"} for line in lines if line["kind"] == kind]

    found = [line["rate"] for line in of("found")]
    return Progress(
        state,
        tuple((line["batch"], line["loss"]) for line in of("batch")),
        tuple(Epoch(**line) for line in of("epoch")),
        tuple((line["rate"], line["loss"]) for line in of("rate")),
        found[-1] if found else None,
    )

"""`train`: a learner on a folder of products, watched here and gone on with when it was ended."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from explorer import settings
from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.plan import USUAL, Plan
from explorer.catalogue.run_folder import Epoch, RunFolder, State
from explorer.catalogue.split import Split, unlearnt
from explorer.catalogue.trained import Card, read_card
from explorer.catalogue.training import train
from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.errors import ExportError, InputError
from explorer.network import device
from explorer.render.numbers import number

PHASES = {
    "reading": "reading the photos",
    "weights": "loading the weights",
    "features": "computing features",
    "rates": "finding a learning rate",
    "training": "training",
    "saving": "writing the file",
}


def run(options: Options) -> Iterator[str]:
    """The history and the accuracy, once the file is written.

    Raises CatalogueError, TrainingError, what the network, its weights and the device raise, and ExportError.
    """
    device.prepare_process()
    folder = options.out.with_name(f"{options.out.name}.training")
    training = RunFolder.create(folder, _plan(options))
    with training.held(), _Line() as line:
        result = train(training, line, settings.load().megapixels, line.read)
    if result is None:
        raise InputError("The training was asked to stop.", "Give the same command again to go on.")
    card = read_card(result)
    assert card is not None
    try:
        os.replace(result, options.out)
        shutil.rmtree(folder)
    except OSError as error:
        raise ExportError(f"“{options.out}” could not be written: {error.strerror}.", "Choose another.") from error
    yield _table(card.history)
    yield f"\n{_sentence(card)}\n"


def _plan(options: Options) -> Plan:
    usual = USUAL[options.mode]
    return Plan(
        folder=str(Path(options.folder).absolute()),
        network=options.model,
        weights=str(Path(options.weights).absolute()) if os.path.isfile(options.weights) else options.weights,
        mode=options.mode,
        epochs=options.epochs or usual.epochs,
        seed=options.seed,
        size=options.size or 300,
        fit=options.fit,
        by=options.by,
        batch=options.batch,
        rate=options.rate if isinstance(options.rate, float) else None,
        find=options.rate == "find",
        device=options.device or "auto",
    )


def _table(history: tuple[Epoch, ...]) -> str:
    heading = ("epoch", "loss", "held-out loss", "right", "seconds")
    rows = [
        (
            str(each.epoch),
            number(each.loss),
            number(each.held_loss),
            f"{100 * each.accuracy:.1f} %",
            number(each.seconds),
        )
        for each in history
    ]
    return aligned([heading, *rows], right=range(5))


def _sentence(card: Card) -> str:
    found = f"{card.learnt:,} photos learnt from; {100 * card.accuracy:.1f} % of the {card.held:,} held out are right."
    return f"{found} {card.warning}".strip()


class _Line:
    """How far it is, on standard error: a line that counts on a terminal, one plain line a phase elsewhere."""

    def __init__(self) -> None:
        self._phase = ""
        self._terminal = sys.stderr.isatty()

    def __call__(self, state: State) -> None:
        """Shows a state."""
        text = PHASES.get(state.phase)
        if text is None or (not self._terminal and state.phase == self._phase):
            return
        self._phase = state.phase
        if not self._terminal:
            print(f"convscope: {text}", file=sys.stderr, flush=True)
            return
        share = f" {100 * state.share:.0f} %" if state.of else ""
        left = f", {time.strftime('%H:%M:%S', time.gmtime(state.left))} left" if state.left else ""
        print(f"\r\033[K{text}{share}{left}", end="", file=sys.stderr, flush=True)

    def read(self, catalogue: Catalogue, chosen: Split) -> None:
        """Says what the folder holds, what of it is left out, and which products nothing is learnt of."""
        said = [f"{len(catalogue.classes):,} products, {len(catalogue.entries):,} photos"]
        said += [f"left out: {fault.name}: {fault.reason}" for fault in catalogue.faults]
        if missed := unlearnt(catalogue, chosen):
            said.append(f"all photos of {', '.join(missed)} are held out: nothing is learnt of them")
        self._clear()
        for line in said:
            print(f"convscope: {line}", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_ending: object) -> None:
        self._clear()

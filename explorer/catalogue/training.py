"""Trains a learner as a plan says, in a folder that another process can watch, stop, and go on with."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from explorer.catalogue import features, trained
from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.catalogue.finder import STEPS, find_rate
from explorer.catalogue.optimise import Material, Optimiser
from explorer.catalogue.plan import USUAL, Plan
from explorer.catalogue.run_folder import Epoch, Phase, RunFolder, State, write_whole
from explorer.catalogue.sources import Photos, Source, Vectors
from explorer.catalogue.split import Split, split
from explorer.errors import ExplorerError, TrainingError
from explorer.image.photo import MEGAPIXELS
from explorer.image.preprocess import Recipe
from explorer.network import calibrate, device, weights
from explorer.network.learner import HEAD, learner_on

Watch = Callable[[State], None]
Seen = Callable[[Catalogue, Split], None]

INTERVAL = 0.2
"""Seconds between two states that are written; phases and the last step are always."""


class _Ended(Exception):
    """Somebody asked the training to end."""


def train(
    run: RunFolder,
    watch: Watch = lambda _state: None,
    megapixels: float = MEGAPIXELS,
    seen: Seen = lambda _catalogue, _split: None,
) -> Path | None:
    """Trains in `run`, which this process must hold, from where it stands; the result's path, None when stopped.

    `watch` gets every state that is written, `seen` the photos once they have been read. Raises what the plan's
    photos, network, weights and device raise, after the state has said so.
    """
    teller = _Teller(run, watch)
    run.listen()
    try:
        return _Training(run, teller, megapixels).result(seen)
    except (_Ended, KeyboardInterrupt) as reason:
        teller.tell(State("stopped", teller.state.done, teller.state.of))
        if isinstance(reason, KeyboardInterrupt):
            raise
        return None
    except ExplorerError as error:
        teller.tell(State("failed", error=error.sentence, hint=error.hint))
        raise
    except OSError as error:  # a full disk, a folder that has gone
        failed = TrainingError(f"“{run.path}” cannot be written: {error.strerror or error}.", "Make room, and go on.")
        teller.tell(State("failed", error=failed.sentence, hint=failed.hint))
        raise failed from error
    except Exception:
        teller.tell(State("failed", error="The training failed unexpectedly.", hint="What it printed says why."))
        raise


class _Teller:
    """Writes the state now and then, works out the time left, and hears when somebody asks the training to end."""

    def __init__(self, run: RunFolder, watch: Watch) -> None:
        self._run, self._watch = run, watch
        self.state = State()
        self._began, self._first, self._told = 0.0, 0, 0.0

    def phase(self, phase: Phase, of: int = 0, done: int = 0) -> None:
        """A phase of `of` steps begins, `done` of them done before."""
        self._began, self._first = time.monotonic(), done
        self.tell(State(phase, done, of))

    def step(self, done: int, of: int | None = None) -> None:
        """`done` steps of the phase are done. Raises _Ended."""
        now = time.monotonic()
        total = self.state.of if of is None else of
        left = (now - self._began) / max(1, done - self._first) * (total - done) if total else None
        self.state = replace(self.state, done=done, of=total, left=left)
        if now - self._told >= INTERVAL or done == total:
            self.tell(self.state)
        if self._run.asked_to_stop():
            raise _Ended

    def tell(self, state: State) -> None:
        """Writes `state`, whatever was written before."""
        self.state, self._told = state, time.monotonic()
        self._run.say(state)
        self._watch(state)


class _Training:
    """One training from its plan to its result."""

    def __init__(self, run: RunFolder, teller: _Teller, megapixels: float) -> None:
        self._run, self._teller, self._megapixels = run, teller, megapixels
        self._plan: Plan = run.plan()
        self._history: list[Epoch] = []

    def result(self, seen: Seen) -> Path:
        """Does all that is still to be done; the path of the result."""
        plan = self._plan
        where = device.choose(plan.device)
        self._teller.phase("reading")
        catalogue = read_folder(plan.folder, self._megapixels)
        chosen = split(catalogue, plan.seed, plan.by)
        seen(catalogue, chosen)
        self._teller.phase("weights")
        network = weights.load(plan.network, plan.weights, progress=lambda done, of: self._teller.step(done, of or 0))
        recipe = plan.recipe(network.recipe)
        key = _digest(catalogue.digest, network.digest, str(astuple(recipe)))
        learner = _new_learner(network.module, len(catalogue.classes), plan.seed).to(where)
        part, source = self._parts(learner, catalogue, recipe, key)
        material = Material(source, torch.tensor(catalogue.targets), chosen.learn, chosen.held, plan.batch, plan.seed)
        self._cycle(part, material, key)
        self._teller.phase("saving")
        card = trained.card(plan, network.model.name, catalogue, chosen, self._history)
        trained.write(self._run.result, learner, catalogue.classes, recipe, card)
        self._teller.tell(State("done", plan.epochs, plan.epochs, 0.0))
        return self._run.result

    def _parts(
        self, learner: nn.Sequential, catalogue: Catalogue, recipe: Recipe, key: str
    ) -> tuple[nn.Module, Source]:
        """What is trained, and where its batches come from, as the mode says."""
        if self._plan.mode == "as-post":
            form = torch.channels_last if _is_cuda(learner) else torch.preserve_format
            return learner.to(memory_format=form), Photos(catalogue, recipe, self._plan.seed, self._megapixels)

        def make() -> torch.Tensor:
            self._teller.phase("features", len(catalogue.entries))
            photos = Photos(catalogue, recipe, self._plan.seed, self._megapixels, room=0)
            return features.pooled(learner, photos, self._teller.step)

        vectors = features.kept(self._run.features, key, make)
        head = learner.get_submodule(HEAD)
        return nn.Sequential(*list(head.children())[1:]), Vectors(vectors)  # without its pool

    def _cycle(self, part: nn.Module, material: Material, key: str) -> None:
        """Trains `part` from the last whole epoch that is kept, or from the start, to the last epoch."""
        plan, kept = self._plan, self._kept(key)
        self._run.forget_after(len(kept["history"]) if kept else 0)
        rate = kept["rate"] if kept else self._rate(part, material)
        optimiser = Optimiser(part, material, plan.epochs, rate, USUAL[plan.mode].decay)
        if kept:
            part.load_state_dict(kept["part"], strict=False)
            optimiser.restore(kept["optimiser"])
            self._history = [Epoch(**epoch) for epoch in kept["history"]]
        self._teller.phase("training", plan.epochs * material.steps, len(self._history) * material.steps)
        for number in range(len(self._history), plan.epochs):
            self._epoch(optimiser, number, material.steps)
            state = {"key": key, "rate": rate, "part": _changed(part), "optimiser": optimiser.state()}
            self._keep(state | {"history": [asdict(epoch) for epoch in self._history]})

    def _epoch(self, optimiser: Optimiser, number: int, steps: int) -> None:
        began, done = time.monotonic(), number * steps

        def seen(loss: float) -> None:
            nonlocal done
            done += 1
            self._run.add("batch", epoch=number + 1, batch=done, loss=loss)
            self._teller.step(done)

        learnt = optimiser.epoch(number, seen)
        epoch = Epoch(number + 1, **asdict(learnt), seconds=time.monotonic() - began)
        self._history.append(epoch)
        self._run.add("epoch", **asdict(epoch))

    def _rate(self, part: nn.Module, material: Material) -> float:
        """The rate that the plan says, or that the finder suggests; what that tried goes into the folder."""
        usual = USUAL[self._plan.mode]
        if not self._plan.find:
            return self._plan.rate or usual.rate
        self._teller.phase("rates", STEPS)

        def told(step: int, rate: float, loss: float) -> None:
            self._run.add("rate", rate=rate, loss=loss)
            self._teller.step(step + 1)

        found = find_rate(Optimiser(part, material, 1, usual.rate, usual.decay), material, told)
        self._run.add("found", rate=found.rate)
        return found.rate

    def _kept(self, key: str) -> dict[str, Any] | None:
        """What the last whole epoch has left, None before the first. Raises TrainingError where it does not fit."""
        if not self._run.checkpoint.exists():
            return None
        try:
            kept: dict[str, Any] = torch.load(self._run.checkpoint, map_location="cpu", weights_only=True)
        except Exception as error:  # damaged pickles raise nearly anything
            raise TrainingError(f"What “{self._run.path}” has kept cannot be read.", "Start a new one.") from error
        if kept["key"] != key:
            raise TrainingError(
                "The photos or the weights have changed since this training began.",
                "Put them back to go on, or start a new training.",
            )
        return kept

    def _keep(self, state: dict[str, Any]) -> None:
        buffer = io.BytesIO()
        torch.save(state, buffer)
        write_whole(self._run.checkpoint, buffer.getvalue())


def _new_learner(network: nn.Module, classes: int, seed: int) -> nn.Sequential:
    learner = calibrate.initialise(lambda: learner_on(network, classes), seed)
    assert isinstance(learner, nn.Sequential)
    return learner


def _changed(part: nn.Module) -> dict[str, torch.Tensor]:
    """What training changes: the parameters that it trains, and the statistics of batch norms."""
    frozen = {name for name, parameter in part.named_parameters() if not parameter.requires_grad}
    return {key: value.clone() for key, value in part.state_dict().items() if key not in frozen}


def _is_cuda(module: nn.Module) -> bool:
    return next(module.parameters()).is_cuda


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

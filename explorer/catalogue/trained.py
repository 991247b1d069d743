"""The file of a trained learner: weights, and in the metadata of its header all that one must know about them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import safetensors.torch
from torch import nn

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.plan import Plan, learner_name
from explorer.catalogue.run_folder import Epoch, write_whole
from explorer.catalogue.split import Split
from explorer.errors import CheckpointError
from explorer.image.preprocess import Recipe
from explorer.network import embedded


@dataclass(frozen=True)
class Card:
    """How a file was trained, as it says itself.

    `accuracy` is the share of right answers on the held-out photos after the last epoch, whose weights these are.
    `learnt` and `held` count photos, `held_names` are the names of those held out; `warning` is what the figure does
    not say. `catalogue` is the digest of the photos.
    """

    architecture: str
    weights: str
    mode: str
    seed: int
    size: int
    by: str
    accuracy: float
    learnt: int
    held: int
    held_names: tuple[str, ...]
    warning: str
    catalogue: str
    history: tuple[Epoch, ...]


def card(plan: Plan, network: str, catalogue: Catalogue, chosen: Split, history: Sequence[Epoch]) -> Card:
    """The card of what `plan` has come to on the body of `network`, which a file of weights may have said."""
    names = tuple(catalogue.entries[place].name for place in chosen.held)
    return Card(
        learner_name(network), Path(plan.weights).name, plan.mode, plan.seed, plan.size, plan.by,
        history[-1].accuracy, len(chosen.learn), len(chosen.held), names, chosen.warning, catalogue.digest,
        tuple(history),
    )  # fmt: skip


def write(path: Path, learner: nn.Module, labels: Sequence[str], recipe: Recipe, made: Card) -> None:
    """Writes the file, all or nothing; explorer.network.weights opens it. Raises OSError."""
    metadata = {
        "architecture": made.architecture,
        "labels": json.dumps(list(labels), ensure_ascii=False),
        "recipe": json.dumps({key: value for key, value in asdict(recipe).items() if key != "name"}),
        "training": json.dumps(asdict(made), ensure_ascii=False),
    }
    state = {key: value.detach().cpu().contiguous() for key, value in learner.state_dict().items()}
    write_whole(path, safetensors.torch.save(state, metadata))


def read_card(path: Path) -> Card | None:
    """The card in the file at `path`, None where it has none. Raises CheckpointError for one that cannot be read."""
    text = embedded.metadata_of(path).get("training")
    if text is None:
        return None
    try:
        fields: dict[str, Any] = json.loads(text)
        history = tuple(Epoch(**epoch) for epoch in fields.pop("history"))
        read = Card(**fields | {"history": history, "held_names": tuple(fields["held_names"])})
        _check(read)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CheckpointError(f"What “{path.name}” says about its training cannot be read.", "Train again.") from error
    return read


def _check(read: Card) -> None:
    """ValueError where a field of a card from anywhere is of another kind than `card` writes."""
    texts = (read.architecture, read.weights, read.mode, read.by, read.warning, read.catalogue, *read.held_names)
    counts = (read.seed, read.size, read.learnt, read.held)
    numbers = (read.accuracy, *(value for epoch in read.history for value in astuple(epoch)))
    for values, kind in ((texts, str), (counts, int), (numbers, int | float)):
        if not all(isinstance(value, kind) for value in values):
            raise ValueError(f"expected {kind}")
    if not all(math.isfinite(number) for number in numbers) or not 0 <= read.accuracy <= 1:
        raise ValueError("expected finite numbers")

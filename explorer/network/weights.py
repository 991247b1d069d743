"""From the name of a network and of its weights to a network that can be looked at.

`resolve` checks the names and touches neither network nor weights; `load` then fetches, reads or initialises.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from explorer.errors import CheckpointError, NetworkError, UnknownName
from explorer.image.photo import Photo
from explorer.image.preprocess import Recipe
from explorer.network import calibrate, checkpoint, download, embedded
from explorer.network import labels as label_files
from explorer.network.registry import Model, entry, model_from_path, recipe_of

Kind = Literal["published", "untrained", "file", "built"]

UNTRAINED = "untrained"
# File systems refuse longer names of files.
LONGEST_NAME = 200
SUFFIXES = (".pth", ".pt", ".th", ".safetensors")


@dataclass(frozen=True)
class Choice:
    """A model and where its weights come from, checked but not fetched.

    `weights` is the name of published ones, "untrained:SEED", the path of a file, or "built": the values with
    which a network of the user's own comes.
    """

    model: Model
    kind: Kind
    weights: str

    @property
    def seed(self) -> int:
        """The seed of an untrained network."""
        return int(self.weights.partition(":")[2])

    @property
    def recipe(self) -> Recipe:
        """The preprocessing; a file may bring another one, which only loading can tell."""
        return self.model.recipe if self.kind == "untrained" else recipe_of(self.model, self.weights)


@dataclass(frozen=True, eq=False)
class Network:
    """A network ready to be looked at: evaluation mode, no gradients, on the CPU.

    `weights` names them for people: "IMAGENET1K_V1", "untrained:0", "built", or a file's name. `trained` says
    whether class scores mean anything. `labels` has one name a class. Networks of equal `digest` compute the
    same.
    """

    model: Model
    module: nn.Module
    weights: str
    trained: bool
    labels: tuple[str, ...]
    recipe: Recipe
    digest: str


def resolve(model: str | Model, weights: str = "default") -> Choice:
    """What `model` and `weights` name, without fetching any weights or reading tensors.

    `model` is a name in the registry or "package.module:function"; a file that says which network it is for, as
    trained learners do, stands above it. `weights` is "default", a published name, "untrained" or "untrained:SEED",
    or the path of a file. Raises UnknownName for names that do not exist, NetworkError for an own network that cannot
    be built, CheckpointError for a file that is not there and for "default" where nothing is published.
    """
    if isinstance(model, str):
        model = model_from_path(model) if ":" in model else entry(model)
    if weights == "default":
        return _default(model)
    if weights in model.weights:
        return Choice(model, "published", weights)
    if weights == UNTRAINED or weights.startswith(f"{UNTRAINED}:"):
        if model.own:
            raise CheckpointError(
                f"“{model.title}” is a network of your own and comes with its own values; it has no untrained form.",
                "Choose default, or a checkpoint file.",
            )
        return Choice(model, "untrained", f"{UNTRAINED}:{_seed(weights)}")
    if len(weights) > LONGEST_NAME and os.sep not in weights:
        raise UnknownName("weights name", f"{weights[:LONGEST_NAME]}…", ("default", *model.weights, UNTRAINED))
    if weights.endswith(SUFFIXES) or os.sep in weights or Path(weights).is_file():
        path = _existing(Path(weights))
        return Choice(_said(embedded.metadata_of(path), path.name) or model, "file", str(path))
    raise UnknownName("weights name", weights, ("default", *model.weights, UNTRAINED))


def _said(metadata: Mapping[str, str], name: str) -> Model | None:
    """The network that a file's `metadata` says it is for, None where it says none. Raises CheckpointError."""
    said = metadata.get("architecture")
    if said is None:
        return None
    try:
        return entry(str(said))
    except UnknownName as error:
        raise CheckpointError(
            f"“{name}” says that it is for a network called “{str(said)[:LONGEST_NAME]}”, which is not known here.",
            "Open it with the version that made it.",
        ) from error


def _default(model: Model) -> Choice:
    if model.own:
        return Choice(model, "built", "built")
    if model.default is None:
        raise CheckpointError(
            f"No weights are published for {model.title}.", "Open a checkpoint file, or go on untrained."
        )
    return Choice(model, "published", model.default)


def _seed(weights: str) -> int:
    text = "0" if weights == UNTRAINED else weights.partition(":")[2]
    # torch takes seeds of 64 bits, which have 19 digits at most; Python refuses to read numbers of thousands.
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63):
        raise UnknownName("seed", text[:LONGEST_NAME], (f"{UNTRAINED}:0", f"{UNTRAINED}:1"))
    return int(text)


def _existing(path: Path) -> Path:
    # os.path's answers to names that no file can have is no; those of Path are errors.
    if not os.path.isfile(path):
        what = "a folder" if os.path.isdir(path) else "not there"
        raise CheckpointError(f"The checkpoint “{path}” is {what}, expected a file.", "Check the path.")
    return path


def load(
    model: str | Model,
    weights: str = "default",
    labels: str | os.PathLike[str] | None = None,
    progress: download.Progress | None = None,
    calibration: Sequence[Photo] | None = None,
) -> Network:
    """The network that `model` and `weights` name; see `resolve` for the names.

    `labels` is a text file with one class name a line. `progress` watches a download. `calibration` are the
    photos that set the statistics of an untrained network, the built-in ones unless given. Raises what
    `resolve` raises, DownloadError, CheckpointError and PhotoError.
    """
    choice = resolve(model, weights)
    names = label_files.read(labels) if labels is not None else None
    match choice.kind:
        case "published":
            return _published(choice, names, progress)
        case "file":
            return open_file(choice.model, Path(choice.weights), labels=names)
        case "untrained":
            return _untrained(choice, calibration, names)
        case "built":
            module = choice.model.build(0)
            digest = _digest(choice.model.name, _digest_of_values(module))
            return _network(choice.model, module, "built", names, choice.recipe, digest)


def open_file(model: Model, source: bytes | Path, name: str = "", labels: tuple[str, ...] | None = None) -> Network:
    """`model` with the values in `source`, a path or the bytes of a file that messages call `name`.

    `labels` stand above those that the file brings, the network that the file says it is for above `model`. Raises
    CheckpointError.
    """
    read = checkpoint.read(source, name)
    model = _said(read.metadata, read.name) or model
    recipe = read.recipe or recipe_of(model, read.name)
    digest = _digest(model.name, read.digest)
    return _network(model, checkpoint.fit(read, model), read.name, labels or read.labels, recipe, digest)


def _published(choice: Choice, names: tuple[str, ...] | None, progress: download.Progress | None) -> Network:
    model = choice.model
    if names is not None:
        # Before a download rather than after it.
        label_files.check_count(names, len(model.labels))
    address = model.weights_named(choice.weights).address
    path = address if isinstance(address, Path) else download.fetch(address, progress)
    module = checkpoint.fit(checkpoint.read(path), model)
    return _network(model, module, choice.weights, names, choice.recipe, _digest(model.name, choice.weights))


def _untrained(choice: Choice, photos: Sequence[Photo] | None, names: tuple[str, ...] | None) -> Network:
    model = choice.model
    photos = calibrate.builtin_photos() if photos is None else photos
    if len(photos) < 2:
        raise NetworkError(
            f"An untrained network needs at least two photos to set its statistics, got {len(photos)}.",
            f"Put some into {calibrate.PHOTOS}.",
        )
    classes = len(names or model.labels)
    module = calibrate.initialise(partial(model.build, classes), choice.seed)
    calibrate.settle(module, calibrate.batch(photos, choice.recipe))
    digest = _digest(model.name, choice.weights, str(classes), *(photo.digest for photo in photos))
    return _network(model, module, choice.weights, names, choice.recipe, digest, trained=False)


def _network(
    model: Model,
    module: nn.Module,
    weights: str,
    names: tuple[str, ...] | None,
    recipe: Recipe,
    digest: str,
    trained: bool = True,
) -> Network:
    module.eval().requires_grad_(False)
    classes = _own_classes(model, module, recipe) if model.own else checkpoint.classes_of(module)
    if names is None:
        names = label_files.names_for(classes, model.labels)
    return Network(model, module, weights, trained, label_files.check_count(names, classes), recipe, digest)


def _own_classes(model: Model, module: nn.Module, recipe: Recipe) -> int:
    """How many logits a network of the user's own gives. NetworkError where it gives something else."""
    try:
        with torch.inference_mode():
            logits = module(torch.zeros(1, 3, recipe.crop, recipe.crop))
    except Exception as error:  # whatever a network of the user's own raises
        raise NetworkError(
            f"{model.title} cannot take a photo of 3 × {recipe.crop} × {recipe.crop}: {error}.",
            "It must take (1, 3, height, width).",
        ) from error
    if not isinstance(logits, Tensor) or logits.dim() != 2:
        what = " × ".join(map(str, logits.shape)) if isinstance(logits, Tensor) else type(logits).__name__
        raise NetworkError(
            f"{model.title} returns {what}, expected one logit a class, 1 × classes.",
            "Return a tensor of logits alone.",
        )
    return int(logits.shape[1])


def _digest_of_values(module: nn.Module) -> str:
    digest = hashlib.sha256()
    for key, tensor in module.state_dict().items():
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def _digest(*parts: str) -> str:
    """32 hex digits that are equal for equal parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

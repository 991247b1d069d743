"""From options to a network: all that can be checked is checked before any weights are sought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from explorer.cli.arguments import Options
from explorer.cli.photos import ReadPhoto
from explorer.cli.progress import Progress
from explorer.errors import DeviceError, InputError, RecipeError
from explorer.image import preprocess
from explorer.image.preprocess import POST, Recipe
from explorer.network import device, labels, weights
from explorer.network.capture import memory_sentence
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.shelf import open_loaded


@dataclass(frozen=True)
class Asked:
    """What the options name, checked but not fetched. `labels` are those of a file, `recipe` has the size asked for.

    A checkpoint file may bring another recipe and another number of classes, which only loading tells.
    """

    choice: weights.Choice
    labels: tuple[str, ...] | None
    recipe: Recipe
    device: torch.device

    def blank(self, classes: int | None = None) -> OpenedNetwork:
        """The network without its weights: its names and shapes need none.

        `classes` unless given are as many as there are labels. Raises NetworkError for a network that cannot
        be opened, or not at this size.
        """
        return open_network(self.module(classes), (self.recipe.crop, self.recipe.crop))

    def module(self, classes: int | None = None) -> nn.Module:
        """The network as it is initialised, for as many classes as `blank` has. Raises NetworkError."""
        model = self.choice.model
        return model.build(classes or len(self.labels or model.labels))


def ask(options: Options, default: str = "default") -> Asked:
    """What `options` name; `default` is what --weights default means.

    Raises UnknownName, NetworkError, CheckpointError for a label file or a checkpoint that is not there, and
    InputError for a device that is not.
    """
    chosen = default if options.weights == "default" else options.weights
    choice = weights.resolve(options.model, chosen)
    names = labels.read(options.labels) if options.labels is not None else None
    if names is not None and choice.kind == "published":
        labels.check_count(names, len(choice.model.labels))
    return Asked(choice, names, recipe_for(options, choice.recipe), _device(options))


def _device(options: Options) -> torch.device:
    try:
        return device.choose(options.device or "auto")
    except DeviceError as error:  # here it is what was asked for that is wrong, not the device
        raise InputError(error.sentence, error.hint) from error


def recipe_for(options: Options, own: Recipe) -> Recipe:
    """The preprocessing that `options` name; `own` is the recipe of the weights."""
    base = POST if options.recipe == "post" else own
    return base if options.size is None else base.at_size(options.size)


@dataclass(frozen=True, eq=False)
class Loaded:
    """A network with its weights on the device, and the recipe with the size asked for."""

    network: weights.Network
    recipe: Recipe
    device: torch.device

    def opened(self) -> OpenedNetwork:
        """The network as a graph for the recipe's size. Raises NetworkError."""
        return open_loaded(self.network, (self.recipe.crop, self.recipe.crop))


def load(options: Options, asked: Asked) -> Loaded:
    """The network that `options` name. Raises DownloadError, CheckpointError, DeviceError and NetworkError."""
    device.prepare_process()
    with Progress(f"{asked.choice.model.title}, {asked.choice.weights}") as progress:
        network = weights.load(asked.choice.model, options.weights, options.labels, progress)
    with memory_sentence():
        network.module.to(asked.device)
    return Loaded(network, recipe_for(options, network.recipe), asked.device)


def check_photo(photo: ReadPhoto, recipe: Recipe) -> None:
    """RecipeError that names the photo where it is too long and thin for `recipe`."""
    with _naming(photo):
        preprocess.check(photo.size, recipe)


def tensor(photo: ReadPhoto, recipe: Recipe) -> Tensor:
    """What the network sees of `photo`: (1, 3, H, W) float32 on the CPU. Raises PhotoError and RecipeError."""
    return prepared(photo, recipe).tensor


def prepared(photo: ReadPhoto, recipe: Recipe) -> preprocess.Preprocessed:
    """`photo` as `recipe` prepares it, with every step on the way. Raises PhotoError and RecipeError."""
    with _naming(photo):
        return preprocess.preprocess(photo.photo(), recipe)


@contextmanager
def _naming(photo: ReadPhoto) -> Iterator[None]:
    try:
        yield
    except RecipeError as error:
        hint = "Choose a smaller --size, or a photo that is less long and thin."
        raise RecipeError(f"“{photo.path}”: {error.sentence}", hint) from error

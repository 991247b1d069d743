"""Every network that can be opened by name.

A line of TORCHVISION gives name, title and family. What torchvision knows itself is read from it: how to build the
network, which weights are published, where they lie, and what preprocessing they expect.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import torchvision
from torch import nn

from explorer.errors import NetworkError, UnknownName
from explorer.image.preprocess import IMAGENET_MEAN, IMAGENET_STD, STANDARD, Recipe
from explorer.network.architectures import CifarResNet, ProductResNet, TinyVgg
from explorer.network.building import BUILDING
from explorer.network.labels import CIFAR10, IMAGENET, PRODUCTS, TINY_VGG
from explorer.network.learner import learner_on
from explorer.network.torchvision_models import TORCHVISION


@dataclass(frozen=True)
class Published:
    """Weights that can be had: their name, where the file lies, the preprocessing they expect.

    `address` is one on the web, or the path of a file that comes with the project.
    """

    name: str
    address: str | Path
    recipe: Recipe


@dataclass(frozen=True)
class Model:
    """An architecture that can be built for any number of classes.

    `make` takes that number and gives the initialised network; `build` is the way to it. `published` are its
    weights, `default` the name of those taken unasked (None: there are none). `recipe` is the preprocessing
    of the default weights. `labels` are the names of the classes that it is usually trained for. `unused` are
    prefixes of keys that checkpoints may have and the network leaves out, such as heads that only help
    training. `own` marks a network of the user's own, which brings its values.
    """

    name: str
    title: str
    family: str
    make: Callable[[int], nn.Module]
    recipe: Recipe
    labels: tuple[str, ...]
    published: tuple[Published, ...] = ()
    default: str | None = None
    unused: tuple[str, ...] = ()
    own: bool = False

    def build(self, classes: int) -> nn.Module:
        """The initialised network in evaluation mode; one at a time is built in a process. Raises NetworkError."""
        with BUILDING:
            return self.make(classes).eval()

    @property
    def weights(self) -> tuple[str, ...]:
        """The names of the published weights."""
        return tuple(published.name for published in self.published)

    def weights_named(self, name: str) -> Published:
        """The published weights called `name`; UnknownName where there are none."""
        for published in self.published:
            if published.name == name:
                return published
        raise UnknownName("weights name", name, self.weights)


# The post's weights; torchvision's own DEFAULT would be IMAGENET1K_V2.
CHOSEN_DEFAULT = {"resnet50": "IMAGENET1K_V1"}

# Both have heads that run in training only; they are left out. Their published weights expect the input that
# `transform_input` makes from the usual normalisation, which torchvision sets when it loads these weights.
# The initialisation is named because torchvision warns where it is not.
_WITHOUT_HEADS = {"aux_logits": False, "transform_input": True, "init_weights": True}
ARGUMENTS: dict[str, dict[str, bool]] = {"googlenet": _WITHOUT_HEADS, "inception_v3": _WITHOUT_HEADS}
UNUSED = {"googlenet": ("aux1.", "aux2."), "inception_v3": ("AuxLogits.",)}


def _make_torchvision(name: str, classes: int) -> nn.Module:
    builder = torchvision.models.get_model_builder(name)
    return cast(nn.Module, builder(weights=None, num_classes=classes, **ARGUMENTS.get(name, {})))


def _recipe(transforms: Any) -> Recipe:
    """torchvision's own preprocessing of some weights, as a Recipe."""
    return Recipe(
        name="weights",
        resize=transforms.resize_size[0],
        crop=transforms.crop_size[0],
        fit="crop",
        mean=tuple(transforms.mean),
        std=tuple(transforms.std),
        interpolation=transforms.interpolation.value,
        antialias=bool(transforms.antialias),
    )


def _torchvision(name: str, title: str, family: str) -> Model:
    enum: Any = torchvision.models.get_model_weights(name)
    # VGG-16 also has weights without categories: they are for extracting features, their last layers are NaN.
    usable = (each for each in enum if each.meta["categories"])
    published = tuple(Published(each.name, each.url, _recipe(each.transforms())) for each in usable)
    default = CHOSEN_DEFAULT.get(name, enum.DEFAULT.name)
    return Model(
        name=name,
        title=title,
        family=family,
        make=partial(_make_torchvision, name),
        recipe=next(each.recipe for each in published if each.name == default),
        labels=IMAGENET,
        published=published,
        default=default,
        unused=UNUSED.get(name, ()),
    )


def _square(side: int, mean: tuple[float, float, float], std: tuple[float, float, float]) -> Recipe:
    """Photos squeezed to side x side, whatever their shape, as small data sets are made."""
    return Recipe("weights", side, side, "squish", mean, std, "bilinear", True)


EMBEDDED = "resnet14_products"
"""The network whose weights come with the project: it needs no download."""

ASSETS = Path(__file__).resolve().parents[2] / "assets"
_PRODUCTS_RECIPE = Recipe("weights", 128, 112, "crop", IMAGENET_MEAN, IMAGENET_STD, "bilinear", True)

# Beside torchvision's; no weights are published for two of them.
_SMALL = (
    Model(
        name=EMBEDDED,
        title="ResNet-14 for 44 products",
        family="ResNet",
        make=lambda classes: ProductResNet(classes=classes),
        recipe=_PRODUCTS_RECIPE,
        labels=PRODUCTS,
        published=(Published("RENDERED_44", ASSETS / "products44.safetensors", _PRODUCTS_RECIPE),),
        default="RENDERED_44",
    ),
    Model(
        name="cifar_resnet20",
        title="ResNet-20 for CIFAR-10",
        family="CIFAR ResNet",
        make=lambda classes: CifarResNet(classes=classes),
        recipe=_square(32, IMAGENET_MEAN, IMAGENET_STD),
        labels=CIFAR10,
    ),
    Model(
        name="tiny_vgg",
        title="Tiny VGG",
        family="VGG",
        make=lambda classes: TinyVgg(classes=classes),
        recipe=_square(64, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        labels=TINY_VGG,
    ),
)

MODELS: dict[str, Model] = {model.name: model for model in (*(_torchvision(*line) for line in TORCHVISION), *_SMALL)}


LEARNER = "-learner"
"""What the name of a learner has behind that of the network whose body it takes."""


def entry(name: str) -> Model:
    """The model called `name`, "resnet50-learner" being the learner on the body of "resnet50".

    Raises UnknownName with the nearest names where there is none.
    """
    base = name.removesuffix(LEARNER)
    if base not in MODELS:
        raise UnknownName("model", name, MODELS)
    return MODELS[base] if base == name else _learner(MODELS[base])


def _learner(base: Model) -> Model:
    """The learner on the body of `base`; nobody publishes weights for it: it is trained on a catalogue."""
    return Model(
        name=f"{base.name}{LEARNER}",
        title=f"{base.title} learner",
        family=base.family,
        make=lambda classes: learner_on(base.make(classes), classes),
        recipe=base.recipe,
        labels=base.labels,
        unused=base.unused,
    )


def recipe_of(model: Model, weights: str) -> Recipe:
    """The preprocessing that `weights` of `model` expect.

    Published weights have their own. Any other name is that of a file: it gets the standard 256/224 recipe
    for ImageNet's architectures, and the model's own for those that are trained otherwise.
    """
    for published in model.published:
        if published.name == weights:
            return published.recipe
    return STANDARD if model.published else model.recipe


@cache
def model_from_path(path: str) -> Model:
    """The user's own network that `path`, "package.module:function", names.

    The function takes nothing and returns an `nn.Module`; it runs here once, to see that it does, and again
    when the network is loaded. Raises NetworkError with what went wrong: the path is no such path, the module
    or the function is missing or fails, or what it returns is no module.
    """
    name = path.partition(":")[2]
    model = Model(path, name, "own", partial(_make_own, path, _function(path)), STANDARD, IMAGENET, own=True)
    model.build(0)
    return model


def _function(path: str) -> Callable[[], Any]:
    """The callable that "package.module:function" names; NetworkError otherwise."""
    module_name, colon, attribute = path.partition(":")
    if not (colon and module_name and attribute):
        raise NetworkError(
            f"“{path}” does not name a network.",
            "Write package.module:function, for example shop.networks:classifier.",
        )
    try:
        module = importlib.import_module(module_name)
    except Exception as error:  # whatever the user's module raises while it is imported
        raise NetworkError(
            f"The module “{module_name}” cannot be imported: {type(error).__name__}: {error}.",
            "It must lie in the folder of the application or on PYTHONPATH.",
        ) from error
    function = getattr(module, attribute, None)
    if function is None:
        raise NetworkError(
            f"The module “{module_name}” has no “{attribute}”.",
            "Name a function that takes nothing and returns an nn.Module.",
        )
    if not callable(function) or isinstance(function, nn.Module):
        raise NetworkError(
            f"“{path}” is a {type(function).__name__}, expected a function.",
            "Name a function that takes nothing and returns an nn.Module.",
        )
    return cast(Callable[[], Any], function)


def _make_own(path: str, function: Callable[[], Any], _classes: int) -> nn.Module:
    """The user's network; how many classes it has is up to the function."""
    try:
        # A copy, for the function may return the very network that others are looking at.
        network = copy.deepcopy(function())
    except Exception as error:  # whatever the user's function raises
        said = f"“{path}” failed: {type(error).__name__}: {error}."
        raise NetworkError(said, "It is called without arguments.") from error
    if not isinstance(network, nn.Module):
        said = f"“{path}” returned a {type(network).__name__}, expected an nn.Module."
        raise NetworkError(said, "Return the network itself.")
    return network

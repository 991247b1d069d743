"""Every network that can be opened by name: one line a model.

A line gives the name, the title for people and the family. What torchvision knows itself is read from it:
how to build the network, which weights are published, where they lie, and what preprocessing they expect.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

import torchvision
from torch import nn

from explorer.errors import NetworkError, UnknownName
from explorer.image.preprocess import IMAGENET_MEAN, IMAGENET_STD, STANDARD, Recipe
from explorer.network.architectures import CifarResNet, TinyVgg
from explorer.network.building import BUILDING
from explorer.network.labels import CIFAR10, IMAGENET, TINY_VGG


@dataclass(frozen=True)
class Published:
    """Weights that somebody publishes: their name, where the file lies, the preprocessing they expect."""

    name: str
    address: str
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


# name, title, family; ResNet50 first because it is what the application opens with.
TORCHVISION: tuple[tuple[str, str, str], ...] = (
    ("resnet50", "ResNet50", "ResNet"),
    ("resnet18", "ResNet18", "ResNet"),
    ("resnet34", "ResNet34", "ResNet"),
    ("resnet101", "ResNet101", "ResNet"),
    ("resnet152", "ResNet152", "ResNet"),
    ("resnext50_32x4d", "ResNeXt50 32×4d", "ResNeXt"),
    ("resnext101_32x8d", "ResNeXt101 32×8d", "ResNeXt"),
    ("resnext101_64x4d", "ResNeXt101 64×4d", "ResNeXt"),
    ("wide_resnet50_2", "Wide ResNet50-2", "Wide ResNet"),
    ("wide_resnet101_2", "Wide ResNet101-2", "Wide ResNet"),
    ("alexnet", "AlexNet", "AlexNet"),
    ("vgg11", "VGG-11", "VGG"),
    ("vgg11_bn", "VGG-11 with batch norm", "VGG"),
    ("vgg13", "VGG-13", "VGG"),
    ("vgg13_bn", "VGG-13 with batch norm", "VGG"),
    ("vgg16", "VGG-16", "VGG"),
    ("vgg16_bn", "VGG-16 with batch norm", "VGG"),
    ("vgg19", "VGG-19", "VGG"),
    ("vgg19_bn", "VGG-19 with batch norm", "VGG"),
    ("squeezenet1_0", "SqueezeNet 1.0", "SqueezeNet"),
    ("squeezenet1_1", "SqueezeNet 1.1", "SqueezeNet"),
    ("googlenet", "GoogLeNet", "Inception"),
    ("inception_v3", "Inception v3", "Inception"),
    ("densenet121", "DenseNet-121", "DenseNet"),
    ("densenet161", "DenseNet-161", "DenseNet"),
    ("densenet169", "DenseNet-169", "DenseNet"),
    ("densenet201", "DenseNet-201", "DenseNet"),
    ("mobilenet_v2", "MobileNet v2", "MobileNet"),
    ("mobilenet_v3_small", "MobileNet v3 small", "MobileNet"),
    ("mobilenet_v3_large", "MobileNet v3 large", "MobileNet"),
    ("mnasnet0_5", "MNASNet 0.5", "MNASNet"),
    ("mnasnet0_75", "MNASNet 0.75", "MNASNet"),
    ("mnasnet1_0", "MNASNet 1.0", "MNASNet"),
    ("mnasnet1_3", "MNASNet 1.3", "MNASNet"),
    ("shufflenet_v2_x0_5", "ShuffleNet v2 ×0.5", "ShuffleNet"),
    ("shufflenet_v2_x1_0", "ShuffleNet v2 ×1.0", "ShuffleNet"),
    ("shufflenet_v2_x1_5", "ShuffleNet v2 ×1.5", "ShuffleNet"),
    ("shufflenet_v2_x2_0", "ShuffleNet v2 ×2.0", "ShuffleNet"),
    ("efficientnet_b0", "EfficientNet B0", "EfficientNet"),
    ("efficientnet_b1", "EfficientNet B1", "EfficientNet"),
    ("efficientnet_b2", "EfficientNet B2", "EfficientNet"),
    ("efficientnet_b3", "EfficientNet B3", "EfficientNet"),
    ("efficientnet_b4", "EfficientNet B4", "EfficientNet"),
    ("efficientnet_b5", "EfficientNet B5", "EfficientNet"),
    ("efficientnet_b6", "EfficientNet B6", "EfficientNet"),
    ("efficientnet_b7", "EfficientNet B7", "EfficientNet"),
    ("efficientnet_v2_s", "EfficientNet v2 small", "EfficientNet"),
    ("efficientnet_v2_m", "EfficientNet v2 medium", "EfficientNet"),
    ("efficientnet_v2_l", "EfficientNet v2 large", "EfficientNet"),
    ("regnet_x_400mf", "RegNet X 400 MF", "RegNet"),
    ("regnet_x_800mf", "RegNet X 800 MF", "RegNet"),
    ("regnet_x_1_6gf", "RegNet X 1.6 GF", "RegNet"),
    ("regnet_x_3_2gf", "RegNet X 3.2 GF", "RegNet"),
    ("regnet_x_8gf", "RegNet X 8 GF", "RegNet"),
    ("regnet_x_16gf", "RegNet X 16 GF", "RegNet"),
    ("regnet_x_32gf", "RegNet X 32 GF", "RegNet"),
    ("regnet_y_400mf", "RegNet Y 400 MF", "RegNet"),
    ("regnet_y_800mf", "RegNet Y 800 MF", "RegNet"),
    ("regnet_y_1_6gf", "RegNet Y 1.6 GF", "RegNet"),
    ("regnet_y_3_2gf", "RegNet Y 3.2 GF", "RegNet"),
    ("regnet_y_8gf", "RegNet Y 8 GF", "RegNet"),
    ("regnet_y_16gf", "RegNet Y 16 GF", "RegNet"),
    ("regnet_y_32gf", "RegNet Y 32 GF", "RegNet"),
    ("regnet_y_128gf", "RegNet Y 128 GF", "RegNet"),
    ("convnext_tiny", "ConvNeXt tiny", "ConvNeXt"),
    ("convnext_small", "ConvNeXt small", "ConvNeXt"),
    ("convnext_base", "ConvNeXt base", "ConvNeXt"),
    ("convnext_large", "ConvNeXt large", "ConvNeXt"),
)

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


# Beside torchvision's; no weights are published for them.
_SMALL = (
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


def entry(name: str) -> Model:
    """The model called `name`; UnknownName with the nearest names where there is none."""
    try:
        return MODELS[name]
    except KeyError:
        raise UnknownName("model", name, MODELS) from None


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

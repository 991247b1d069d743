"""Untrained networks that still show something.

As torchvision initialises them, many networks are useless to look at: the logits of MobileNet v2 differ by
1e-10, those of ResNet152 reach 1e7. The reason is batch norm, whose statistics (mean 0, variance 1) fit no
photo until training has seen some. So they are set from a handful of photos here, in one forward pass.
Networks without batch norm (AlexNet, VGG, SqueezeNet, ConvNeXt, Tiny VGG) are initialised well enough and
stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from explorer.errors import NetworkError
from explorer.image.photo import Photo, read
from explorer.image.preprocess import Recipe, preprocess
from explorer.network.building import BUILDING

PHOTOS = Path(__file__).resolve().parents[2] / "assets" / "photos"

# Statistics hardly depend on the size; beyond this side a batch of photos would need gigabytes.
LARGEST_SIDE = 224


def initialise(build: Callable[[], nn.Module], seed: int) -> nn.Module:
    """What `build` makes when random numbers start from `seed`; the process's generator stays untouched."""
    with BUILDING, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build()


def settle(network: nn.Module, photos: Tensor) -> nn.Module:
    """Set the statistics of every batch norm of `network` to those of `photos` (N, 3, H, W), N at least 2.

    In one pass, each batch norm normalises with the mean and variance of its own input, and with momentum 1
    keeps exactly these; so the ones after it see normalised values already. Everything else, dropout and
    stochastic depth too, stays in evaluation mode. Raises NetworkError where the statistics come out
    infinite.
    """
    norms = [module for module in network.modules() if isinstance(module, _BatchNorm)]
    if norms:
        with _learning(norms), torch.inference_mode():
            network(photos)
    if not all(_is_finite(norm) for norm in norms):
        raise NetworkError(
            "The network's values grow beyond every number on real photos.",
            "It cannot be shown untrained: open a checkpoint file.",
        )
    return network


def _is_finite(norm: _BatchNorm) -> bool:
    statistics = (norm.running_mean, norm.running_var)
    return all(bool(each.isfinite().all()) for each in statistics if each is not None)


@contextmanager
def _learning(norms: Sequence[_BatchNorm]) -> Iterator[None]:
    """Inside, `norms` take their statistics from what they see; afterwards they are as before."""
    before = [(norm.training, norm.momentum) for norm in norms]
    try:
        for norm in norms:
            norm.train()
            norm.momentum = 1.0
        yield
    finally:
        for norm, (training, momentum) in zip(norms, before, strict=True):
            norm.train(training)
            norm.momentum = momentum


def builtin_photos() -> tuple[Photo, ...]:
    """The photos that come with the application, in the order of their names."""
    return tuple(read(path) for path in sorted(PHOTOS.glob("*.jpg")))


def batch(photos: Sequence[Photo], recipe: Recipe) -> Tensor:
    """`photos` as `recipe` prepares them, (N, 3, H, W) float32, at most 224 x 224."""
    small = recipe if recipe.crop <= LARGEST_SIDE else recipe.at_size(LARGEST_SIDE)
    return torch.cat([preprocess(photo, small).tensor for photo in photos])

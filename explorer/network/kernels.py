"""Kernels of a convolution as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import nn

from explorer.errors import UnknownName
from explorer.network.opened import OpenedNetwork


def convolutions(network: OpenedNetwork) -> tuple[str, ...]:
    """The names of the layers that have kernels, in order of execution."""
    return tuple(node.name for node in network.nodes if isinstance(network.step(node.name), nn.Conv2d))


def kernels(network: OpenedNetwork, layer: str) -> NDArray[np.float32]:
    """The kernels of the convolution `layer`: (C_out, C_in, kH, kW), read-only; C_in is per group.

    Raises UnknownName, with the nearest convolutions, for a layer that is none.
    """
    names = convolutions(network)
    if layer not in names:
        raise UnknownName("convolution", layer, names)
    weight = network.step(layer).get_parameter("weight")
    array: NDArray[np.float32] = weight.detach().float().cpu().numpy().copy()
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Measures:
    """What the kernels of a convolution come to, each (C_out,) float64, read-only; odd weights make odd measures."""

    norm: NDArray[np.float64]
    """The root of the sum of all squares (L2)."""
    mean: NDArray[np.float64]
    zeros: NDArray[np.float64]
    """The share of weights that are zero, 0 to 1."""


def measures(kernels: NDArray[np.float32]) -> Measures:
    """The measures of kernels (C_out, C_in, kH, kW), each over all of its weights."""
    flat = kernels.reshape(len(kernels), -1)
    wide = flat.astype(np.float64)
    found = Measures(np.sqrt(np.einsum("kw,kw->k", wide, wide)), wide.mean(axis=1), (flat == 0).mean(axis=1))
    for values in (found.norm, found.mean, found.zeros):
        values.setflags(write=False)
    return found

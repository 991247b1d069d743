"""Kernels of a convolution as arrays."""

from __future__ import annotations

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

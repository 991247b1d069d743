"""Captures of little networks, and whether two of them agree."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from explorer.network.capture import Capture, capture
from explorer.network.intervene import Fader, mix
from explorer.network.opened import OpenedNetwork, open_network

SIZE = 32


def photo(size: int = SIZE, seed: int = 0) -> Tensor:
    return torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(seed))


def seen(module: nn.Module, size: int = SIZE) -> Capture:
    return capture(open_network(module, (size, size)), photo(size))


def digest(network: nn.Module) -> str:
    digest = hashlib.blake2b()
    for name, tensor in network.state_dict().items():
        digest.update(name.encode() + tensor.cpu().numpy().tobytes())
    return digest.hexdigest()


def hooks_left(network: OpenedNetwork) -> int:
    return sum(len(part._forward_hooks) for part in network.modules())


def same(first: Capture, second: Capture) -> bool:
    """Whether two captures of one graph agree in every bit."""
    names = [node.name for node in first.network.nodes]
    values, others = first.activations(names), second.activations(names)
    return torch.equal(first.logits, second.logits) and all(torch.equal(values[name], others[name]) for name in names)


def mixed_as(original: Capture, gains: Mapping[str, Mapping[int, float]]) -> Capture:
    """The capture with the channels of each layer faded like this."""
    return mix(original, tuple(Fader(layer, *one) for layer, own in gains.items() for one in own.items()))

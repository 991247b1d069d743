"""Where a logit comes from: each cell's exact share of it, and an approximation where the head allows none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.errors import InputError
from explorer.explain.account import ROUNDINGS, UNIT
from explorer.explain.head import Head, head_of
from explorer.explain.pullback import pull, slopes, value_of
from explorer.explain.scores import Contributions, apart, channels_first, contributions, direction
from explorer.explain.terms import Real, total
from explorer.network.arrange import map_shape
from explorer.network.capture import UNCHANGING, Capture
from explorer.network.opened import OpenedNetwork


@dataclass(frozen=True, eq=False)
class ClassMap:
    """The class activation map of `chosen`, or of the difference between it and `against`.

    `shares` (H, W) float64, read-only, and `bias` add up to `logit`; (H, W) are the cells of the maps of `layer`.
    `captured`, `difference` and `bound` as in Contributions. The map is that of Zhou and others, "Learning Deep
    Features for Discriminative Localization" (2016), with the average pool's divisor in it, and extended to every head
    that is linear for the photo at hand.
    """

    layer: str
    chosen: int
    against: int | None
    shares: Real
    bias: float
    logit: float
    captured: float
    difference: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the sum is the captured logit, as far as float32 can tell."""
        return self.difference <= self.bound


# Why numbers are no sums of what these layers read; any other is said to be curved.
_REASONS = {
    "LayerNorm": "divides each number by the spread of all",
    "Hardswish": "multiplies each number by a gate that the number itself opens",
    "SiLU": "multiplies each number by a gate that the number itself opens",
    "GELU": "multiplies each number by a gate that the number itself opens",
    "Multiply": "multiplies numbers of the photo with each other",
}


def refusal(network: OpenedNetwork) -> str:
    """Why the cells of this network have no exact shares of a score, in one sentence; "" where they have."""
    head = head_of(network)
    if head.kind == "hidden":
        kind = network.node(head.curved).kind
        reason = _REASONS.get(kind, "is no straight line")
        return (
            f"The cells have no exact shares of a score: between the last maps and the classes stands {kind}"
            f" ({head.curved}), which {reason}."
        )
    if not head.maps:
        return f"The cells have no exact shares of a score: it is made of several layers, {' and '.join(head.entries)}."
    return ""


def class_map(capture: Capture, chosen: int, against: int | None = None) -> ClassMap:
    """Each cell's exact share of the logit of `chosen`, or of its lead over `against`.

    A max pool's number belongs to the winning cell, an average is shared out evenly. Raises InputError for a class
    that is not there, and where `refusal` says why there are no shares.
    """
    if sentence := refusal(capture.network):
        raise InputError(sentence, "Grad-CAM gives an approximation.")
    return shares_of(capture, contributions(capture, chosen, against))


def shares_of(capture: Capture, found: Contributions) -> ClassMap:
    """The class activation map of a sum that is known already, of a network without `refusal`."""
    parts = _parts(capture, found)
    shares: Real = parts.sum(dim=0).numpy()
    shares.setflags(write=False)
    logit = total(np.append(shares.ravel(), found.bias))
    bound = ROUNDINGS * UNIT * (float(parts.abs().sum()) + abs(found.bias))
    difference = apart(logit, found.captured)
    return ClassMap(
        found.head.maps, found.chosen, found.against, shares, found.bias, logit, found.captured, difference, bound
    )


def _parts(capture: Capture, found: Contributions) -> Tensor:
    """(C, H, W): what each cell of each of the last maps adds to the sum."""
    network, head, terms = capture.network, found.head, found.terms
    if head.kind == "pooled":
        maps = value_of(capture, head.maps)
        spread = torch.cat([spread_of(capture, layer, head.maps, maps) for layer in head.entries])
        return torch.from_numpy(terms.weight.copy())[:, None, None] * spread
    if head.kind == "cells":
        parts = torch.zeros(map_shape(network, head.maps), dtype=torch.float64)
        places = (torch.from_numpy(one.copy()) for one in (terms.channel, terms.row, terms.column))
        parts[tuple(places)] = torch.from_numpy(terms.product.copy())
        return parts
    weights = pull(capture, direction(capture, found.chosen, found.against), head.entries).weights[head.maps][0, 0]
    return channels_first(network, head.maps, weights * value_of(capture, head.maps)[0])


def class_maps(capture: Capture) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The class activation maps of all K classes as one matrix product: shares (K, H, W) and biases (K,), float32.

    For heads whose maps are pooled. Raises InputError for others.
    """
    head = head_of(capture.network)
    if not all_at_once(capture.network):
        raise InputError("The maps of all classes at once need maps that are pooled.", "Ask for one class.")
    with torch.no_grad():
        matrix, biases = _matrix(capture, head)
        maps = capture.activation(head.maps)[None]  # as the network has them, on its device: float32 is enough
        spread = torch.cat([spread_of(capture, layer, head.maps, maps) for layer in head.entries]).to(matrix)
        shares = (matrix @ spread.flatten(1)).reshape(-1, *spread.shape[1:])
    return shares.cpu().numpy(), biases.detach().cpu().numpy()


def all_at_once(network: OpenedNetwork) -> bool:
    """Whether `class_maps` can be asked for."""
    head = head_of(network)
    return head.kind == "pooled" and bool(head.maps)


def _matrix(capture: Capture, head: Head) -> tuple[Tensor, Tensor]:
    """The logits as a matrix (K, C) times the pooled numbers, and biases (K,), float32."""
    classes = len(capture.logits)
    if (linear := only_linear(capture.network, head.entries)) is not None:
        return linear.weight, linear.bias if linear.bias is not None else torch.zeros(classes)
    pulled = pull(capture, torch.eye(classes, dtype=torch.float64), head.entries)
    matrix = torch.cat([pulled.weights[layer].flatten(1) for layer in head.entries], dim=1)
    return matrix.float(), pulled.bias.float()


def only_linear(network: OpenedNetwork, pools: tuple[str, ...]) -> nn.Linear | None:
    """The linear layer that alone makes logits of the pooled numbers; None where there is more between."""
    names = [node.name for node in network.nodes]
    later = [node for node in network.nodes[names.index(pools[-1]) + 1 :] if node.kind not in UNCHANGING]
    step = network.step(later[0].name) if len(pools) == len(later) == 1 else None
    return step if isinstance(step, nn.Linear) else None


def spread_of(capture: Capture, layer: str, before: str, maps: Tensor) -> Tensor:
    """(C, H, W): what each cell has of each number of the pool `layer`, which is the sum over its cells.

    `maps` are the value of the layer `before` it, with a batch axis. An average is shared out among its cells; a
    largest number belongs to the cell that won.
    """
    return channels_first(capture.network, before, (slopes(capture, layer, maps) * maps)[0])

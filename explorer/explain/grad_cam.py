"""Grad-CAM: where a score seems to come from, for networks whose cells have no exact shares of it."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.errors import InputError
from explorer.explain.head import head_of
from explorer.explain.scores import channels_first, direction
from explorer.network.capture import Capture


def grad_cam(capture: Capture, chosen: int, against: int | None = None) -> NDArray[np.float32]:
    """(H, W) float32, never negative: an approximation, whose cells add up to nothing.

    Each of the last maps counts by the average slope of the logit (or of the lead over `against`) along its cells,
    and what is below zero in the sum is cut off: Selvaraju and others, "Grad-CAM" (2017), section 3. Raises
    InputError for a class that is not there, and for a network that has no last maps.
    """
    network = capture.network
    layer = head_of(network).maps
    if not layer:
        raise InputError("Grad-CAM needs one layer of last maps, which this network does not have.", "")
    weights = direction(capture, chosen, against)[0]
    maps = capture.activation(layer)[None].clone()
    slopes = _slopes(capture, layer, maps, weights.to(capture.logits))
    maps, slopes = (channels_first(network, layer, one[0]) for one in (maps, slopes))
    found = (slopes.mean(dim=(1, 2), keepdim=True) * maps).sum(dim=0).clamp(min=0)
    return found.float().cpu().numpy()


def _slopes(capture: Capture, layer: str, maps: Tensor, weights: Tensor) -> Tensor:
    """How the weighted sum of the logits moves with each number of `layer`: all that follows from it runs again."""
    network = capture.network
    leaf = maps.detach().requires_grad_()
    values = {layer: leaf}
    with network.lock, torch.enable_grad():
        for node in network.nodes:
            if node.name != layer and any(name in values for name in node.inputs):
                given = (values[name] if name in values else _other(capture, name) for name in node.inputs)
                values[node.name] = network.step(node.name)(*given)
        score = values[network.output][0] @ weights
    return torch.autograd.grad(score, leaf)[0]


def _other(capture: Capture, name: str) -> Tensor:
    """A value that does not depend on the maps, such as a parameter that is read directly."""
    value = capture.activation(name).clone()
    return value[None] if name == capture.network.input or capture.network.node(name).batched else value

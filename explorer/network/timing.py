"""How long each layer takes on this device."""

from __future__ import annotations

import statistics
import time

import torch
from torch import Tensor

from explorer.network.capture import device_of
from explorer.network.opened import OpenedNetwork

ROUNDS = 5
WARM = 2


def layer_times(network: OpenedNetwork) -> dict[str, float]:
    """Milliseconds of each layer for one photo: the median of ROUNDS passes, step by step; WARM before do not count.

    What a layer takes hardly depends on the numbers in it, so the photo is noise. On CUDA every step is waited for,
    which takes longer than a pass that runs through. One pass at a time: whoever captures waits.
    """
    device = device_of(network)
    photo = torch.rand(1, 3, *network.size, device=device)
    with network.lock, torch.inference_mode():
        rounds = [_pass(network, photo) for _ in range(WARM + ROUNDS)][WARM:]
    return {node.name: statistics.median(times[node.name] for times in rounds) for node in network.nodes}


def _pass(network: OpenedNetwork, photo: Tensor) -> dict[str, float]:
    values, times = {network.input: photo}, {}
    for node in network.nodes:
        read = [values[name] for name in node.inputs]
        began = time.perf_counter()
        values[node.name] = network.step(node.name)(*read)
        if photo.is_cuda:
            torch.cuda.synchronize(photo.device)
        times[node.name] = 1000 * (time.perf_counter() - began)
    return times

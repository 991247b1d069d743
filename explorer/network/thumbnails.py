"""The strongest maps of many layers at once, small and in 8 bits: what a map of a whole network shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from explorer.network.arrange import arranged
from explorer.network.capture import Capture

ZERO, STEPS = 128, 127
"""As in explorer.render.scale: 128 is zero, 255 the largest |value| of the map, 1 its negative, 0 not a number."""


@dataclass(frozen=True)
class Wish:
    """How many maps of a layer are wanted, and how many cells a side at most."""

    count: int
    side: int


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """The strongest maps of a layer: `channels` (N,), the strongest first, and `tiles` (N, h, w) uint8."""

    channels: tuple[int, ...]
    tiles: NDArray[np.uint8]


def thumbnails(capture: Capture, wishes: Mapping[str, Wish]) -> dict[str, Thumbnail]:
    """A thumbnail of every layer that is wished for, from one walk through the network.

    A map's strength is its Euclidean norm; one with a value that is no number comes last. Tiles are area means,
    each coloured by its own largest |value|.
    """
    names, channels, tiles = [], [], []
    with torch.inference_mode():
        for name, value in capture.walk():
            if name in wishes:
                strongest, small = _strongest(arranged(capture.network, name, value).float(), wishes[name])
                names.append(name)
                channels.append(strongest)
                tiles.append(small)
    numbers, sheet = _together(channels).tolist(), _together(tiles).numpy()
    found, at, start = {}, 0, 0
    for name, strongest, small in zip(names, channels, tiles, strict=True):
        part = sheet[start : start + small.numel()].reshape(tuple(small.shape))
        part.setflags(write=False)
        found[name] = Thumbnail(tuple(numbers[at : at + len(strongest)]), part)
        at, start = at + len(strongest), start + small.numel()
    return found


def _strongest(maps: Tensor, wish: Wish) -> tuple[Tensor, Tensor]:
    """Channels (N,) and 8-bit tiles (N, h, w) of the strongest of maps (C, H, W)."""
    strength = torch.linalg.vector_norm(maps.flatten(1), dim=1)  # of all norms the one that torch computes fastest
    strength = torch.where(torch.isfinite(strength), strength, -1.0)
    channels = strength.topk(min(wish.count, len(maps))).indices
    chosen = maps[channels]
    side = max(maps.shape[1:])
    if side > wish.side:
        height, width = (max(1, round(length * wish.side / side)) for length in maps.shape[1:])
        chosen = F.adaptive_avg_pool2d(chosen, (height, width))  # a mean over what is no number is none either
    finite = torch.isfinite(chosen)
    chosen = torch.where(finite, chosen, 0.0)
    limit = chosen.abs().amax(dim=(1, 2), keepdim=True).clamp_min(torch.finfo(torch.float32).tiny)
    steps = (chosen / limit * STEPS).round() + ZERO
    return channels, torch.where(finite, steps, 0.0).to(torch.uint8)


def _together(parts: list[Tensor]) -> Tensor:
    """All numbers in one row on the CPU: on a GPU each transfer of its own would wait for the device."""
    return torch.cat([part.flatten() for part in parts]).cpu() if parts else torch.empty(0, dtype=torch.uint8)

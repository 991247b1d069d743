"""A small network of one's own: convolutions, ReLUs and pools, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch.nn import functional as F

from explorer.errors import InputError
from explorer.lab.convolution import Maps, Setting, convolve
from explorer.lab.kernel import Kernel

MOST_STAGES = 12
LARGEST_POOL = 8

PoolKind = Literal["max", "average"]
POOLS: tuple[PoolKind, ...] = get_args(PoolKind)


@dataclass(frozen=True)
class Convolution:
    """Each kernel reads all maps that come in and makes one map."""

    kernels: tuple[Kernel, ...]
    setting: Setting


@dataclass(frozen=True)
class ReLU:
    """Below zero becomes zero."""


@dataclass(frozen=True)
class Pool:
    """Windows of `size` × `size` cells side by side, 2 to 8, each become one cell; what is left over is dropped.

    Raises InputError.
    """

    kind: PoolKind
    size: int = 2

    def __post_init__(self) -> None:
        if self.kind not in POOLS:
            raise InputError(f"There is no pool “{self.kind[:40]}”.", f"Choose {' or '.join(POOLS)}.")
        if not 2 <= self.size <= LARGEST_POOL:
            raise InputError(f"A pool of {self.size:,} cells was asked for; 2 to {LARGEST_POOL} can be used.")


Stage = Convolution | ReLU | Pool


def run(maps: Maps, stages: Sequence[Stage]) -> tuple[Maps, ...]:
    """What each stage makes of what comes into it; `maps` (C, H, W) float32 come into the first.

    Raises InputError, which names the stage, where one does not fit what comes in, and for more than 12 stages.
    """
    if len(stages) > MOST_STAGES:
        raise InputError(f"{len(stages):,} stages were given; at most {MOST_STAGES} can be used.")
    made: list[Maps] = []
    for number, stage in enumerate(stages, 1):
        try:
            made.append(_through(made[-1] if made else maps, stage))
        except InputError as error:
            raise InputError(f"Stage {number}: {error.sentence}", error.hint) from error
    return tuple(made)


def _through(maps: Maps, stage: Stage) -> Maps:
    if isinstance(stage, Convolution):
        return convolve(maps, stage.kernels, stage.setting)
    values = torch.from_numpy(maps)
    if isinstance(stage, ReLU):
        made: Maps = F.relu(values).numpy()
        return made
    if min(values.shape[1:]) < stage.size:
        height, width = values.shape[1:]
        raise InputError(
            f"A pool of {stage.size} × {stage.size} does not fit into maps of {height} × {width}.",
            "Take the pool out, or one before it.",
        )
    pool = F.max_pool2d if stage.kind == "max" else F.avg_pool2d
    pooled: Maps = pool(values[None], stage.size)[0].numpy()
    return pooled

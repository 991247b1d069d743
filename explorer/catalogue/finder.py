"""The learning-rate finder (Smith 2015): rates grow from step to step until the loss explodes."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import torch

from explorer.catalogue.optimise import Material, Optimiser

FIRST, LAST, STEPS = 1e-7, 10.0, 100
"""fastai's range and number of steps."""
SMOOTH = 0.98
"""How much of the mean loss so far stays in the next one."""
EXPLODED = 4.0
"""The finder ends where the smoothed loss is this many times the smallest one."""


@dataclass(frozen=True)
class Found:
    """The rates that were tried, the smoothed loss at each, and the rate that is suggested."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    rate: float


def find_rate(optimiser: Optimiser, material: Material, told: Callable[[int, float, float], None]) -> Found:
    """Tries rates on a copy of nothing but the weights that training changes, which are put back afterwards.

    `told` gets the step from 0, its rate and its smoothed loss; what it raises ends the search. The suggestion is
    a tenth of the rate at which the smoothed loss is smallest, fastai's "minimum": the loss still falls there, and
    unlike its steepest fall it does not hang on the noise of single batches.
    """
    module = optimiser.module
    before = copy.deepcopy(module.state_dict())
    module.train()
    rates: list[float] = []
    losses: list[float] = []
    try:
        with torch.random.fork_rng():
            torch.manual_seed(material.seed)
            for step, loss in enumerate(_losses(optimiser, material)):
                rates.append(_rate(step))
                losses.append(loss)
                told(step, rates[-1], loss)
                if not math.isfinite(loss) or loss > EXPLODED * min(losses):
                    break
    finally:
        module.load_state_dict(before)
    return Found(tuple(rates), tuple(losses), rates[losses.index(min(losses))] / 10)


def _rate(step: int) -> float:
    return float(FIRST * (LAST / FIRST) ** (step / (STEPS - 1)))


def _losses(optimiser: Optimiser, material: Material) -> Iterator[float]:
    """The smoothed loss of each step, as fastai smooths it: an exponential mean, corrected for its start at zero."""
    step, mean = 0, 0.0
    for epoch in count():
        order = material.order(epoch)
        for places, batch in zip(order, material.source.batches(order, epoch), strict=True):
            for group in optimiser.adam.param_groups:
                group["lr"] = _rate(step)
            mean = SMOOTH * mean + (1 - SMOOTH) * optimiser.step(batch, places)
            step += 1
            yield mean / (1 - SMOOTH**step)
            if step == STEPS:
                return

"""One cycle of learning rates with AdamW: batches, steps, epochs, and what must be kept to go on with them.

Everything random comes from the seed and the number of the epoch, so that an epoch comes out the same whether or not
the process was ended before it.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR

from explorer.catalogue.sources import Source
from explorer.network.capture import memory_sentence

# "True weight decay", as the post's summary says, is what AdamW does.
BETAS = (0.9, 0.99)

# fastai's fit_one_cycle: a quarter of all steps up to the largest rate, from a 25th of it, then down to nearly nothing.
RISING, FIRST, LAST = 0.25, 25.0, 1e5


@dataclass(frozen=True, eq=False)
class Material:
    """What is learnt from: a source of batches, the class of each photo, the places to learn from and those held out.

    `learn` and `held` are places in the catalogue; a batch has at most `batch` photos.
    """

    source: Source
    targets: Tensor
    learn: tuple[int, ...]
    held: tuple[int, ...]
    batch: int
    seed: int

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        return math.ceil(len(self.learn) / self.batch)

    def order(self, epoch: int) -> list[list[int]]:
        """The batches of an epoch, from 0: all places to learn from in a random order, cut as evenly as possible.

        fastai drops what does not fill a batch; here nothing is dropped, and no batch is left with a single photo,
        which batch norm could not learn from.
        """
        mixed = np.random.default_rng([self.seed, epoch]).permutation(self.learn)
        return [part.tolist() for part in np.array_split(mixed, self.steps)]

    def held_in_batches(self) -> list[list[int]]:
        """The held-out places, in order."""
        return [list(self.held[start : start + self.batch]) for start in range(0, len(self.held), self.batch)]


@dataclass(frozen=True)
class Learnt:
    """What one epoch came to: mean loss over the photos learnt from, mean loss and accuracy over those held out."""

    loss: float
    held_loss: float
    accuracy: float
    rate: float


class Optimiser:
    """Trains those parameters of `module` that ask for gradients, in one cycle over `epochs` epochs.

    `module` is a learner or its head, on its device. On CUDA a learner runs in mixed precision, channels last; its
    weights stay float32.
    """

    def __init__(self, module: nn.Module, material: Material, epochs: int, rate: float, decay: float) -> None:
        self.module, self._material = module, material
        self._device = next(module.parameters()).device
        convolves = any(isinstance(part, nn.Conv2d) for part in module.modules())
        self._mixed = self._device.type == "cuda" and convolves
        trained = [parameter for parameter in module.parameters() if parameter.requires_grad]
        self.adam = AdamW(trained, lr=rate, betas=BETAS, weight_decay=decay, eps=1e-5)
        steps = epochs * material.steps + 1
        # Up for a quarter of the steps, and for one at least: torch divides by what the way up has.
        self._cycle = OneCycleLR(
            self.adam, rate, total_steps=steps, pct_start=max(RISING, 2 / steps), div_factor=FIRST,
            final_div_factor=LAST / FIRST, cycle_momentum=False,
        )  # fmt: skip
        self._scaler = torch.amp.GradScaler(self._device.type, enabled=self._mixed)

    def epoch(self, number: int, seen: Callable[[float], None]) -> Learnt:
        """Learns from every photo once, then looks at those held out; `number` counts from 0.

        `seen` gets the loss of each batch; what it raises ends the epoch. Raises PhotoError and DeviceError.
        """
        order = self._material.order(number)
        self.module.train()
        sum_of_losses = 0.0
        with torch.random.fork_rng():
            torch.manual_seed(_mixed_seed(self._material.seed, number))  # for dropout
            for places, batch in zip(order, self._material.source.batches(order, number), strict=True):
                loss = self.step(batch, places)
                self._cycle.step()
                sum_of_losses += loss * len(places)
                seen(loss)
        held_loss, accuracy = self.held_out()
        rate = float(self._cycle.get_last_lr()[0])
        return Learnt(sum_of_losses / len(self._material.learn), held_loss, accuracy, rate)

    def step(self, batch: Tensor, places: Sequence[int]) -> float:
        """One step on a batch; its loss, the mean cross entropy, before the step."""
        with memory_sentence():
            self.adam.zero_grad()
            with self._precision():
                loss = cross_entropy(self.module(self._moved(batch)), self._targets(places))
            torch.autograd.backward(self._scaler.scale(loss))
            self._scaler.step(self.adam)
            self._scaler.update()
        return float(loss.detach())

    def held_out(self) -> tuple[float, float]:
        """Mean loss and share of right answers on the held-out photos, in evaluation."""
        self.module.eval()
        held = self._material.held_in_batches()
        loss, right = 0.0, 0
        with torch.inference_mode(), memory_sentence(), self._precision():
            for places, batch in zip(held, self._material.source.batches(held, None), strict=True):
                logits, targets = self.module(self._moved(batch)).float(), self._targets(places)
                loss += float(cross_entropy(logits, targets, reduction="sum"))
                right += int((logits.argmax(1) == targets).sum())
        return loss / len(self._material.held), right / len(self._material.held)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to go on: tensors, numbers and lists alone."""
        return {"adam": self.adam.state_dict(), "cycle": self._cycle.state_dict(), "scaler": self._scaler.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self.adam.load_state_dict(state["adam"])
        self._cycle.load_state_dict(state["cycle"])
        if state["scaler"] and self._mixed:  # it has none where the device was another one
            self._scaler.load_state_dict(state["scaler"])

    def _moved(self, batch: Tensor) -> Tensor:
        form = torch.channels_last if self._mixed and batch.dim() == 4 else torch.preserve_format
        return batch.to(self._device, memory_format=form, non_blocking=True)

    def _targets(self, places: Sequence[int]) -> Tensor:
        return self._material.targets[list(places)].to(self._device)

    def _precision(self) -> contextlib.AbstractContextManager[Any]:
        return torch.autocast(self._device.type, enabled=self._mixed, dtype=torch.float16 if self._mixed else None)


def _mixed_seed(seed: int, epoch: int) -> int:
    """One number for the seed and the epoch, far from those of their neighbours."""
    return int(np.random.SeedSequence([seed, epoch]).generate_state(1, np.uint64)[0] >> np.uint64(1))

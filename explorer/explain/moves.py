"""Operations that move numbers and change none: concatenate, permute, view, slice, pad, flatten, dropout."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from explorer.explain.account import Account, Question, Source, constant, explains
from explorer.explain.terms import Whole

# Each with the sentence for its numbers.
MOVES: dict[str, str] = {
    "Concatenate": "Here maps of several layers are put one behind the other; this number is copied from one of them.",
    "Chunk": "Here the maps are split into groups; this number is copied.",
    "Split": "Here the maps are split into groups; this number is copied.",
    "Permute": "Here the axes change places; this number is copied.",
    "Transpose": "Here two axes change places; this number is copied.",
    "View": "Here the same numbers are read in another shape; this one is copied.",
    "Reshape": "Here the same numbers are read in another shape; this one is copied.",
    "Flatten": "Here the maps become one long row of numbers; this one is copied.",
    "Unsqueeze": "Here the numbers get one axis more; this one is copied.",
    "Squeeze": "Here the numbers lose an axis of length one; this one is copied.",
    "Slice": "Here a part of the numbers is cut out; this one is copied.",
    "Pad": "Here a border is put around the numbers, or maps are added; this one is copied.",
    "Contiguous": "Nothing happens here but a move in memory; this number is copied.",
    "ChannelShuffle": "Here the maps change their order; this number is copied.",
    "Graft": "Here one map is replaced by that of a grafted kernel; this number is copied.",
    "Dropout": "Dropout is for training alone; this number is copied.",
    "Dropout2d": "Dropout is for training alone; this number is copied.",
    "StochasticDepth": "Skipping blocks by chance is for training alone; this number is copied.",
    "Identity": "Nothing happens here; this number is copied.",
}


@explains(*MOVES)
def move(question: Question) -> Account | None:
    """One term of weight 1: where the number comes from. Nothing is computed, so nothing may be off."""
    origin = origins(question.step, question.inputs)[question.index]
    if origin < 0:
        return constant(question.captured, "This number is padding: it was put beside the others and comes from none.")
    for source in question.inputs:
        size = int(np.prod(source.shape))
        if origin < size:
            index = tuple(int(one) for one in np.unravel_index(origin, source.shape))
            return Account(source.terms(index, 1.0), 0.0, 0.0, MOVES[question.node.kind])
        origin -= size
    return None


def origins(step: torch.nn.Module, inputs: tuple[Source, ...]) -> Whole:
    """For each number of the step's value the position that it was copied from, −1 for padding.

    Positions count through all inputs, one after the other. The step itself runs on them, twice: what differs
    between the runs by more than was added to all is no copy. float64 holds such whole numbers exactly.
    """
    sizes = [int(np.prod(source.shape)) for source in inputs]
    starts = np.cumsum([0, *sizes])
    with torch.inference_mode():
        first, second = (
            step(*(_numbered(source, start + shift) for source, start in zip(inputs, starts, strict=False)))[0]
            for shift in (0, int(starts[-1]))
        )
    moved: Tensor = torch.where(second - first == int(starts[-1]), first, -1)
    whole: Whole = moved.long().numpy()
    return whole


def _numbered(source: Source, start: int) -> Tensor:
    numbers = torch.arange(start, start + source.value.numel(), dtype=torch.float64)
    return numbers.reshape(source.value.shape)

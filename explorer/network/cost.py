"""What a layer costs: multiply-adds, and the memory of its value."""

from __future__ import annotations

import math

from torch import nn

FLOAT32 = 4
"""Bytes of one number."""


def multiply_adds(step: nn.Module, read: tuple[int, ...], written: tuple[int, ...]) -> int:
    """Multiply-adds of one call that makes a value of shape `written` from one of shape `read`, biases not counted.

    Convolutions and linear layers are counted, as in torchvision's own `_ops`; of all others, which add, compare or
    move, there are none. Neither shape has the batch axis.
    """
    if isinstance(step, nn.Linear):
        return math.prod(written) * step.in_features
    if isinstance(step, nn.ConvTranspose2d):
        return math.prod(read) * (step.out_channels // step.groups) * math.prod(step.kernel_size)
    if isinstance(step, nn.Conv2d):
        return math.prod(written) * (step.in_channels // step.groups) * math.prod(step.kernel_size)
    return 0


def memory(written: tuple[int, ...]) -> int:
    """Bytes of a float32 value of this shape."""
    return FLOAT32 * math.prod(written)

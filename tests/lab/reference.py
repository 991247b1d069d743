"""Convolution by another way: float64, tap by tap over numpy's padded array, without conv2d."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from explorer.lab.convolution import Setting, output_side
from explorer.lab.kernel import Kernel, kernel_of

NUMPYS: dict[str, Any] = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}


def weights_of(kernel: Kernel, channels: int = 3) -> NDArray[np.float64]:
    """(channels, kH, kW), weights over divisor in float64."""
    total = float(kernel.weights.sum())
    divisor = (total or 1.0) if kernel.divisor == "sum" else kernel.divisor
    return np.broadcast_to(kernel.weights / divisor, (channels, *kernel.size))


def convolved(maps: NDArray[np.floating], kernel: Kernel, setting: Setting) -> NDArray[np.float64]:
    """(H', W') float64."""
    margin = ((0, 0), (setting.padding,) * 2, (setting.padding,) * 2)
    padded = np.pad(maps.astype(np.float64), margin, mode=NUMPYS[setting.edge])
    weights = weights_of(kernel, len(maps))
    rows, columns = (output_rows(side, size, setting) for side, size in zip(maps.shape[1:], kernel.size, strict=True))
    result = np.full((rows, columns), kernel.bias)
    for place, weight in np.ndenumerate(weights):
        channel, down, across = place
        top, left = down * setting.dilation, across * setting.dilation
        part = padded[channel, top:, left:][:: setting.stride, :: setting.stride][:rows, :columns]
        result += weight * part
    return result


def output_rows(side: int, size: int, setting: Setting) -> int:
    """How many windows fit, counted one by one."""
    reach = setting.dilation * (size - 1) + 1
    starts = range(0, side + 2 * setting.padding - reach + 1, setting.stride)
    return len(starts)


def bound(maps: NDArray[np.floating], kernel: Kernel) -> float:
    """5e-6 of sum |w| × max |x|, the bias counted as one more input."""
    weights = np.abs(weights_of(kernel, len(maps))).sum()
    return float(5e-6 * (weights * np.abs(maps).max(initial=0) + abs(kernel.bias)))


@st.composite
def kernels(draw: st.DrawFn, planes: tuple[int, ...] = (1, 3)) -> Kernel:
    """Kernels of all sizes, with weights of many magnitudes."""
    shape = (draw(st.sampled_from(planes)), draw(st.integers(1, 15)), draw(st.integers(1, 15)))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = random.standard_normal(shape) * 10 ** draw(st.floats(-3, 3))
    divisor = draw(st.one_of(st.just("sum"), st.floats(0.01, 100), st.floats(-100, -0.01)))
    if divisor == "sum":
        weights = np.abs(weights)
    return kernel_of("any", weights if shape[0] == 3 else weights[0], divisor, draw(st.floats(-10, 10)))


settings = st.builds(
    Setting,
    stride=st.integers(1, 5),
    padding=st.integers(0, 9),
    edge=st.sampled_from(["zeros", "reflect", "replicate"]),
    dilation=st.integers(1, 3),
)


def fits(size: tuple[int, int], kernel: Kernel, setting: Setting) -> bool:
    """Whether torch can do it."""
    reflected = setting.edge != "reflect" or setting.padding < min(size)
    return reflected and all(
        output_side(side, weights, setting) >= 1 for side, weights in zip(size, kernel.size, strict=True)
    )

"""What many values come to: their statistics, and how many fall to each bar of a histogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Statistics:
    """Of the finite values, in float64; `deviation` is that of the population.

    `below` and `zero` are the shares of all values that lie below zero and at zero, 0 to 1; `odd` counts those that
    are NaN or infinite. All are 0 where no value is finite.
    """

    low: float
    high: float
    mean: float
    deviation: float
    below: float
    zero: float
    odd: int


def statistics(values: NDArray[np.float32]) -> Statistics:
    """The statistics of values of any shape, at least one."""
    finite = values[np.isfinite(values)]
    kept = finite if finite.size else np.zeros(1, dtype=np.float32)
    return Statistics(
        low=float(kept.min()),
        high=float(kept.max()),
        mean=float(kept.mean(dtype=np.float64)),
        deviation=float(kept.std(dtype=np.float64)),
        below=int(np.count_nonzero(finite < 0)) / values.size,
        zero=int(np.count_nonzero(finite == 0)) / values.size,
        odd=int(values.size - finite.size),
    )


def tallied(values: NDArray[np.float32], limit: float, signed: bool, bars: int) -> NDArray[np.int64]:
    """How many of the values lie in each of `bars` equal parts from -limit (signed) or 0 to limit; (bars,).

    What lies beyond, and what is no number, is in none; the largest value belongs to the last bar.
    """
    low = -limit if signed else 0.0
    inside = values[(values >= low) & (values <= limit)]
    if limit <= low:
        places = np.full(inside.size, bars // 2)
    else:
        # Shares of the limit, in float64: the scale of the smallest and of the largest numbers is beyond float32.
        shares = (inside / np.float64(limit) - low / limit) / (1 - low / limit)
        places = np.minimum(shares * bars, bars - 1).astype(np.int64)
    return np.bincount(places, minlength=bars)

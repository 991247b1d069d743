"""All maps of a layer as 8-bit tiles with their statistics: what a grid waits for."""

from __future__ import annotations

import statistics
import time

import numpy as np

from explorer.render.sheet import sheet

ROUNDS = 25


def main() -> None:
    """Print the median for the maps of ResNet50's first layer at 300 px."""
    activation = np.random.default_rng(1).normal(size=(64, 150, 150)).astype(np.float32)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        sheet(activation)
        times.append(1000 * (time.perf_counter() - began))
    print(f"sheet of 64 maps of 150 x 150, {ROUNDS} rounds")
    print(f"median {statistics.median(times):.1f} ms, from {min(times):.1f} to {max(times):.1f}")


if __name__ == "__main__":
    main()

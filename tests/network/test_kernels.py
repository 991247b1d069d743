"""What kernels come to."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.network.kernels import measures


@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_measures_equal_numpys(outputs: int, inputs: int, side: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    kernels = random.standard_normal((outputs, inputs, side, side)).astype(np.float32)
    kernels[random.random(kernels.shape) < 0.3] = 0
    found = measures(kernels)
    for at, kernel in enumerate(kernels):
        assert np.isclose(found.norm[at], np.linalg.norm(kernel.astype(np.float64)), rtol=1e-12, atol=0)
        assert np.isclose(found.mean[at], kernel.mean(dtype=np.float64), rtol=1e-12, atol=1e-15)
        assert found.zeros[at] == sum(weight == 0 for weight in kernel.flat) / kernel.size


def test_measures_by_hand() -> None:
    found = measures(np.array([[[[3, 0], [-4, 0]]], [[[1, 1], [1, 1]]]], dtype=np.float32))
    assert (found.norm.tolist(), found.mean.tolist(), found.zeros.tolist()) == ([5, 2], [-0.25, 1], [0.5, 0])

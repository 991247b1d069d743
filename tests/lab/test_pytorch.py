"""The PyTorch code runs, and does what the lab does."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.lab.convolution import Setting, convolve
from explorer.lab.kernel import Kernel, kernel_of
from explorer.lab.presets import PRESETS
from explorer.lab.pytorch import code_of
from tests.lab import reference

PHOTO = np.random.default_rng(1).random((3, 30, 34), dtype=np.float32)


def ran(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "copied.py", "exec"), names)
    return names


@settings(max_examples=60)
@given(st.lists(reference.kernels(), min_size=1, max_size=3), reference.settings)
def test_copied_code_makes_the_same_maps(kernels: list[Kernel], setting: Setting) -> None:
    assume(all(reference.fits((30, 34), kernel, setting) for kernel in kernels))
    names = ran(code_of(kernels, setting))
    for letter, kernel in zip("abc", kernels, strict=False):
        made = names[f"kernel_{letter}"](torch.from_numpy(PHOTO)[None])
        expected = convolve(PHOTO, [kernel], setting)
        assert np.abs(made[0].numpy() - expected).max() <= reference.bound(PHOTO, kernel)


def test_a_name_cannot_become_code() -> None:
    named = kernel_of("x): raise SystemExit(1) #'''", np.ones((1, 1)))
    assert np.array_equal(
        ran(code_of([named], Setting()))["kernel_a"](torch.ones(1, 3, 2, 2)), np.full((1, 1, 2, 2), 3)
    )


def test_the_code_is_short() -> None:
    code = code_of([PRESETS["outline"].kernel], Setting())
    assert len(code.splitlines()) < 20 and "F.pad" not in code

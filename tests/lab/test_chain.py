"""Stages one after the other, against torch's own modules and by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer.errors import InputError
from explorer.lab.chain import Convolution, Pool, ReLU, run
from explorer.lab.convolution import Setting
from explorer.lab.kernel import kernel_of
from explorer.lab.presets import PRESETS

PHOTO = np.random.default_rng(3).random((3, 21, 26), dtype=np.float32)
EDGES = Convolution((PRESETS["sobel-right"].kernel, PRESETS["sobel-down"].kernel), Setting(padding=1))


def test_a_small_network_equals_torch() -> None:
    smooth = PRESETS["gaussian-blur"].kernel
    stages = [EDGES, ReLU(), Pool("max", 2), Convolution((smooth,), Setting(2)), Pool("average", 3)]
    first = nn.Conv2d(3, 2, 3, padding=1, bias=False)
    first.weight.data = torch.tensor(np.stack([kernel.slices() for kernel in EDGES.kernels]))
    second = nn.Conv2d(2, 1, 3, stride=2, bias=False)
    second.weight.data = torch.tensor(smooth.slices(2))[None]
    modules = [first, nn.ReLU(), nn.MaxPool2d(2), second, nn.AvgPool2d(3)]
    value = torch.from_numpy(PHOTO)
    with torch.inference_mode():
        for made, module in zip(run(PHOTO, stages), modules, strict=True):
            value = module(value)
            assert made.shape == value.shape and np.allclose(made, value, atol=1e-6)


def test_by_hand() -> None:
    photo = np.array([[[1, 2], [3, 4]]] * 3, dtype=np.float32)
    minus = kernel_of("minus", np.array([[-1.0]]), bias=7.0)
    made = run(photo, [Convolution((minus,), Setting()), ReLU(), Pool("max"), Pool("average", 2)][:3])
    assert made[0].tolist() == [[[4, 1], [-2, -5]]]
    assert made[1].tolist() == [[[4, 1], [0, 0]]]
    assert made[2].tolist() == [[[4]]]


def test_no_stage_is_no_map() -> None:
    assert run(PHOTO, []) == ()


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ([EDGES, *[Pool("max", 8)] * 2], "Stage 3: A pool of 8 × 8 does not fit into maps of 2 × 3."),
        ([EDGES, Convolution((kernel_of("k", np.ones((3, 2, 2))),), Setting())], "Stage 2: “k” has a plane for each"),
        ([ReLU()] * 13, "13 stages were given"),
    ],
)
def test_stages_that_do_not_fit(stages, sentence) -> None:
    with pytest.raises(InputError) as refused:
        run(PHOTO, stages)
    assert sentence in refused.value.sentence


@pytest.mark.parametrize("wrong", [("min", 2), ("max", 1), ("max", 9)])
def test_pools_that_are_none(wrong) -> None:
    with pytest.raises(InputError):
        Pool(*wrong)

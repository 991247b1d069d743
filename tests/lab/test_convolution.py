"""What kernels make of a photo, against another way of computing it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from explorer.errors import InputError
from explorer.lab.convolution import EDGES, Setting, convolve, in_numbers, output_side, output_size, window
from explorer.lab.kernel import Kernel, kernel_of
from explorer.lab.kernel_file import from_json
from explorer.lab.presets import PRESETS
from explorer.lab.values import values_of
from tests.lab import reference

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "convolutions.json").read_text())
SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40))


def photo(size: tuple[int, int], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((3, *size), dtype=np.float32)


@settings(max_examples=200)
@given(SIZES, reference.kernels(), reference.settings, st.integers(0, 2**32 - 1))
def test_maps_equal_the_reference(size: tuple[int, int], kernel: Kernel, setting: Setting, seed: int) -> None:
    assume(reference.fits(size, kernel, setting))
    values = photo(size, seed)
    (made,) = convolve(values, [kernel], setting)
    expected = reference.convolved(values, kernel, setting)
    assert made.dtype == np.float32 and made.shape == expected.shape == output_size(size, kernel, setting)
    assert np.abs(made - expected).max() <= reference.bound(values, kernel)


@settings(max_examples=100)
@given(SIZES, reference.kernels(), reference.settings, st.data())
def test_a_window_adds_up_to_its_cell(
    size: tuple[int, int], kernel: Kernel, setting: Setting, data: st.DataObject
) -> None:
    assume(reference.fits(size, kernel, setting))
    values = photo(size)
    (made,) = convolve(values, [kernel], setting)
    row, column = (data.draw(st.integers(0, side - 1)) for side in made.shape)
    found = window(values, kernel, setting, row, column)
    margin = ((0, 0), (setting.padding,) * 2, (setting.padding,) * 2)
    padded = np.pad(values, margin, mode=reference.NUMPYS[setting.edge])
    top, left = row * setting.stride, column * setting.stride
    step, (tall, wide) = setting.dilation, kernel.size
    assert np.array_equal(found.inputs, padded[:, top : top + step * tall : step, left : left + step * wide : step])
    assert np.array_equal(found.products, found.inputs * kernel.slices())
    assert found.total == pytest.approx(found.products.sum() + kernel.bias, rel=1e-12, abs=1e-12)
    assert abs(found.total - made[row, column]) <= reference.bound(values, kernel)


@pytest.mark.parametrize("name", ["post-1", "post-2"])
def test_the_post_on_300_by_300(name: str) -> None:
    values = photo((300, 300))
    kernel = PRESETS[name].kernel
    said = {
        "post-1": [[0, -5 / 3, 1], [-5 / 3, -5 / 3, 1], [1, 1, 1]],
        "post-2": [[12.0, 2.0, 1.0], [2.0, 2.0, 1.0], [1.0, 1.0, 1.0]],
    }
    of_the_post = torch.tensor(said[name]).expand(1, 3, 3, 3) / 6
    assert np.array_equal(kernel.slices(), of_the_post[0])
    made = convolve(values, [kernel], Setting())
    assert made.shape == (1, 298, 298)
    assert np.array_equal(made, F.conv2d(torch.from_numpy(values)[None], of_the_post)[0])
    assert np.abs(made[0] - reference.convolved(values, kernel, Setting())).max() <= reference.bound(values, kernel)


@given(st.integers(1, 2000), st.integers(1, 15), reference.settings)
def test_the_size_in_numbers_comes_to_the_size(side: int, size: int, setting: Setting) -> None:
    text = in_numbers(side, size, setting)
    left, told = text.split(" = ")
    plain = left.replace("−", "-").replace("·", "*").replace("/", "//").replace("⌊", "(").replace("⌋", ")")
    assert eval(plain) == int(told.replace("−", "-")) == output_side(side, size, setting)
    if output_side(side, size, setting) >= 1:
        assert output_side(side, size, setting) == reference.output_rows(side, size, setting)


def test_the_size_in_numbers_as_people_read_it() -> None:
    assert in_numbers(300, 3, Setting(padding=1)) == "(300 + 2·1 − 1·(3 − 1) − 1) / 1 + 1 = 300"
    assert in_numbers(300, 7, Setting(2, 3)) == "⌊(300 + 2·3 − 1·(7 − 1) − 1) / 2⌋ + 1 = 150"


def test_several_kernels_are_one_stack() -> None:
    values = photo((9, 12))
    listed = [PRESETS[name].kernel for name in ("outline", "emboss", "identity")]
    made = convolve(values, listed, Setting(2, 1, "replicate"))
    assert made.shape == (3, 5, 6)
    for one, kernel in zip(made, listed, strict=True):
        assert np.array_equal(one, convolve(values, [kernel], Setting(2, 1, "replicate"))[0])
    with pytest.raises(InputError, match="maps of 7 × 10 and 5 × 8"):
        convolve(values, [listed[0], kernel_of("large", np.ones((5, 5)))], Setting())


@pytest.mark.parametrize("edge", EDGES)
def test_as_a_layer_of_torch(edge: str) -> None:
    layer = nn.Conv2d(3, 1, (4, 2), stride=2, padding=3, dilation=2, padding_mode=edge)
    weights, bias = layer.weight.detach().double().numpy()[0], float(layer.bias.detach())
    values = photo((17, 23))
    made = convolve(values, [kernel_of("layer", weights, bias=bias)], Setting(2, 3, edge, 2))
    assert np.array_equal(made, layer(torch.from_numpy(values)).detach())


@pytest.mark.parametrize(
    ("size", "kernel", "setting", "sentence"),
    [
        ((4, 9), np.ones((7, 7)), Setting(), "does not fit: (4 + 2·0 − 1·(7 − 1) − 1) / 1 + 1 = −2."),
        ((4, 9), np.ones((3, 3)), Setting(padding=4, edge="reflect"), "4 cells cannot be reflected 4 cells far."),
    ],
)
def test_what_does_not_fit_is_a_sentence(size, kernel, setting, sentence) -> None:
    with pytest.raises(InputError) as refused:
        convolve(photo(size), [kernel_of("big", kernel)], setting)
    assert sentence in refused.value.sentence and refused.value.hint


@pytest.mark.parametrize(
    "wrong",
    [{"stride": 0}, {"stride": 33}, {"padding": -1}, {"padding": 65}, {"dilation": 0}, {"edge": "mirror"}],
)
def test_a_setting_out_of_range_is_a_sentence(wrong) -> None:
    with pytest.raises(InputError, match=r"stride|padding|dilation|mirror"):
        Setting(**wrong)


def test_a_cell_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(InputError, match="There is no cell 7, 0; the map has 7 × 10"):
        window(photo((9, 12)), PRESETS["outline"].kernel, Setting(), 7, 0)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["kernel"]["name"])
def test_the_numbers_that_javascript_is_held_to(case) -> None:
    (kernel,) = from_json(case["kernel"])
    setting, values = Setting(**case["setting"]), values_of(np.array(case["pixels"], dtype=np.uint8))
    (made,) = convolve(values, [kernel], setting)
    expected = reference.convolved(values, kernel, setting)
    assert np.abs(np.array(case["map"]) - expected).max() <= reference.bound(values, kernel)
    assert np.abs(np.array(case["map"]) - made).max() <= case["bound"]
    found = window(values, kernel, setting, *case["cell"])
    assert found.total == pytest.approx(case["total"], abs=1e-9)
    assert np.array(case["products"]).sum() + kernel.bias == pytest.approx(case["total"], abs=1e-9)
    sides = zip(("rows", "columns"), values.shape[1:], kernel.size, strict=True)
    assert all(in_numbers(side, size, setting) == case[what] for what, side, size in sides)

"""Kernels: their numbers, files of them, and everything that cannot be one."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.lab.kernel import Kernel, kernel_of
from explorer.lab.kernel_file import LARGEST_FILE, MOST_KERNELS, from_json, parse, read, text_of
from explorer.lab.presets import PRESETS, preset
from tests.lab import reference

GOOD = [[1, 2], [3, 4]]


@given(reference.kernels())
def test_a_file_brings_the_kernel_back(kernel: Kernel) -> None:
    assert parse(text_of([kernel]).encode(), "k.json") == (kernel,)


@given(st.lists(reference.kernels(), min_size=2, max_size=MOST_KERNELS))
def test_a_file_brings_several_back(kernels: list[Kernel]) -> None:
    assert parse(text_of(kernels).encode(), "k.json") == tuple(kernels)


@given(reference.kernels())
def test_slices_are_weights_over_divisor(kernel: Kernel) -> None:
    assert np.allclose(kernel.slices(), reference.weights_of(kernel), rtol=1e-6, atol=0)
    assert kernel.slices().dtype == np.float32 and kernel.slices().shape == (3, *kernel.size)


def test_a_divisor_of_the_sum() -> None:
    assert np.allclose(kernel_of("k", np.array(GOOD), "sum").slices()[1], np.array(GOOD) / 10)
    assert kernel_of("k", np.array([[1.0, -1.0]]), "sum").divided_by == 1


def test_three_planes_read_three_maps_alone() -> None:
    kernel = kernel_of("k", np.ones((3, 2, 2)))
    assert kernel.numbers == 12
    with pytest.raises(InputError, match="cannot read 4 maps"):
        kernel.slices(4)
    assert kernel_of("k", np.ones((2, 2))).slices(4).shape == (4, 2, 2)


WRONG = st.one_of(
    st.sampled_from([math.nan, math.inf, -math.inf, 1e10, 10**400, True, None]),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)


@given(st.integers(1, 15), st.integers(1, 15), st.data(), WRONG)
def test_a_weight_that_is_none_is_a_sentence(rows: int, columns: int, data: st.DataObject, wrong: object) -> None:
    weights: list[list[object]] = [[1.0] * columns for _ in range(rows)]
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    weights[row][column] = wrong
    assert_refused({"weights": weights})


@given(st.lists(st.integers(1, 15), min_size=2, max_size=15).filter(lambda rows: len(set(rows)) > 1))
def test_ragged_rows_are_a_sentence(lengths: list[int]) -> None:
    assert_refused({"weights": [[1.0] * length for length in lengths]})


@given(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda size: not all(1 <= n <= 15 for n in size)))
def test_a_size_out_of_range_is_a_sentence(size: tuple[int, int]) -> None:
    assert_refused({"weights": [[1.0] * size[1] for _ in range(size[0])]})


@given(st.integers(0, 6).filter(lambda planes: planes != 3), st.integers(1, 4))
def test_planes_other_than_one_or_three_are_a_sentence(planes: int, side: int) -> None:
    assert_refused({"weights": [[[1.0] * side] * side] * planes})


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), st.lists, max_leaves=9))
def test_whatever_is_no_kernel_is_a_sentence(said: object) -> None:
    assert_refused(said)


@pytest.mark.parametrize(
    "said",
    [
        {"weights": [[1.0] * 10_000] * 10_000},
        {"weights": [[[1.0] * 10_000] * 10_000] * 3},
        {"weights": [[1], [1, 2]]},
        {"weights": [[[1]], [[1]], [[1, 2]]]},
        {"weights": GOOD, "divisor": 0},
        {"weights": GOOD, "divisor": 1e-12},
        {"weights": GOOD, "divisor": "mean"},
        {"weights": GOOD, "divisor": math.nan},
        {"weights": GOOD, "bias": "1"},
        {"weights": GOOD, "bias": math.inf},
        {"weights": GOOD, "bais": 1},
        {"weights": GOOD, "name": ""},
        {"weights": GOOD, "name": "x" * 81},
        {"weights": GOOD, "name": "two\nlines"},
        {"weights": GOOD, "name": 3},
        {"weights": "1 2 3"},
        {"name": "no weights"},
        [{"weights": GOOD}] * 7,
        [],
    ],
)
def test_other_kernels_that_cannot_be_used(said: object) -> None:
    assert_refused(said)


def assert_refused(said: object) -> None:
    with pytest.raises(InputError) as refused:
        from_json(said)
    assert refused.value.sentence.endswith((".", "!")) and refused.value.hint
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"weights": [[NaN]]}',
        b'{"weights": [[Infinity]]}',
        b'{"weights": [[1e999]]}',
        b'{"weights": [[' + b"9" * 5000 + b"]]}",
        b'{"weights": [[1,]]}',
        b" " * (LARGEST_FILE + 1),
    ],
)
def test_files_that_hold_no_kernel(data: bytes) -> None:
    with pytest.raises(InputError, match=r"The kernel file “odd\.json”"):
        parse(data, "odd.json")


def test_files_that_are_not_there(tmp_path) -> None:
    for path in (tmp_path / "none.json", tmp_path, "a\0b.json"):
        with pytest.raises(InputError, match="cannot be read"):
            read(path)


def test_a_large_file_is_not_read_whole(tmp_path) -> None:
    path = tmp_path / "large.json"
    path.write_text(json.dumps({"weights": [[1.0] * 1000] * 1000}))
    with pytest.raises(InputError, match="longer than 1,000,000 bytes"):
        read(path)


def test_presets_mean_what_they_say() -> None:
    """By what each does to pictures of known slope and bend, not by its numbers."""
    down, across = np.mgrid[:3, :3].astype(float)
    patches = {"even": np.ones((3, 3)), "right": across, "down": down, "bend": (down - 1) ** 2 + (across - 1) ** 2}
    answers = {
        name: {
            what: float((one.kernel.weights * patch).sum()) / one.kernel.divided_by for what, patch in patches.items()
        }
        for name, one in PRESETS.items()
    }
    for name in ("identity", "box-blur", "gaussian-blur", "sharpen", "emboss"):
        assert answers[name]["even"] == pytest.approx(1)  # keeps even ground as it is
    for name in ("outline", "laplacian", "post-1", "sobel-left", "sobel-right", "sobel-up", "sobel-down"):
        assert answers[name]["even"] == pytest.approx(0)
    for name in ("identity", "box-blur", "gaussian-blur", "sharpen"):
        assert answers[name]["right"] == answers[name]["down"] == pytest.approx(1)  # the middle of the slope
    assert (answers["sobel-right"]["right"], answers["sobel-right"]["down"]) == (2, 0)
    assert (answers["sobel-left"]["right"], answers["sobel-left"]["down"]) == (-2, 0)
    assert (answers["sobel-down"]["right"], answers["sobel-down"]["down"]) == (0, 2)
    assert (answers["sobel-up"]["right"], answers["sobel-up"]["down"]) == (0, -2)
    assert answers["emboss"]["right"] > 1 and answers["emboss"]["down"] > 1
    assert answers["laplacian"]["bend"] == 4 and answers["sharpen"]["bend"] == -4
    assert answers["outline"]["bend"] < 0 < answers["box-blur"]["bend"]
    assert answers["gaussian-blur"]["bend"] < answers["box-blur"]["bend"]


def test_presets_are_named_for_people() -> None:
    assert len({one.kernel for one in PRESETS.values()}) == len(PRESETS) == 13
    assert all(one.sentence.endswith(".") for one in PRESETS.values())
    with pytest.raises(InputError, match="Did you mean sobel-left"):
        preset("sobel-lft")

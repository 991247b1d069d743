"""`convolve`: what kernels make of a photo, as a file."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from explorer.image.photo import read
from explorer.lab.convolution import Setting
from explorer.lab.kernel import kernel_of
from explorer.lab.presets import PRESETS
from explorer.lab.values import pixels_of, values_of
from explorer.render.sheet import sheet, to_picture
from tests.lab import reference

MINE = {"name": "mine", "weights": [[1, -2], [3, 0.5]], "divisor": 2, "bias": 0.25}


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(MINE))
    return file


def written(run, photo, out, *words: object) -> np.ndarray:
    ended = run("convolve", photo, *words, "--out", out)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    with np.load(out) as content:
        assert content.files == ["result"]
        return content["result"]


def test_a_file_at_the_photos_own_size(run, photo, mine, tmp_path) -> None:
    moves = ("--stride", 2, "--padding", 3, "--padding-mode", "reflect", "--dilation", 2)
    result = written(run, photo, tmp_path / "r.npz", "--kernel", mine, *moves)
    kernel = kernel_of("mine", np.array(MINE["weights"]), 2.0, 0.25)
    expected = reference.convolved(values_of(read(photo).pixels), kernel, Setting(2, 3, "reflect", 2))
    assert result.dtype == np.float32 and result.shape == (1, 102, 132)
    assert np.abs(result[0] - expected).max() <= 5e-6 * 9.75 + 1e-6


def test_presets_at_a_size_and_normalised(run, photo, tmp_path) -> None:
    words = ("--kernel", "post-1", "--kernel", "post-2", "--size", 300, "--normalised")
    result = written(run, photo, tmp_path / "r.npz", *words)
    values = values_of(pixels_of(read(photo), 300), True)
    assert result.shape == (2, 298, 298)
    for made, name in zip(result, ("post-1", "post-2"), strict=True):
        kernel = PRESETS[name].kernel
        assert np.abs(made - reference.convolved(values, kernel, Setting())).max() <= reference.bound(values, kernel)


def test_the_picture_shows_all_maps(run, photo, tmp_path) -> None:
    words = ("--kernel", "outline", "--kernel", "emboss", "--size", 64)
    result = written(run, photo, tmp_path / "r.npz", *words)
    assert run("convolve", photo, *words, "--out", tmp_path / "r.png").status == 0
    with Image.open(tmp_path / "r.png") as picture:
        assert np.array_equal(np.asarray(picture), to_picture(sheet(result)))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "--kernel"),
        (("--kernel", "outlin"), "There is no preset kernel called “outlin”. Did you mean outline"),
        (("--kernel", "none.json"), "The kernel file “none.json” cannot be read"),
        (("--kernel", "outline", "--stride", 0), "A stride of 0 was asked for; 1 to 32 can be used."),
        (("--kernel", "outline", "--padding", -1), "A padding of -1"),
        (("--kernel", "outline", "--padding-mode", "mirror"), "“mirror” cannot be laid around a map"),
        (("--kernel", "outline", "--size", 31), "A size of 31 pixels"),
        (("--kernel", "outline", "--dilation", 32, "--size", 64), "does not fit"),
        (("--kernel", "outline") * 7, "7 kernels were named; at most 6"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, photo, tmp_path, words, named) -> None:
    ended = run("convolve", photo, *words, "--out", tmp_path / "r.npz")
    assert (ended.status, ended.out) == (2, "")
    assert named in ended.err and len(ended.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("weights", [[["a"]], [[1], [1, 2]], [[1] * 16], "x"])
def test_a_file_that_holds_no_kernel_is_one_sentence(run, photo, mine, tmp_path, weights) -> None:
    mine.write_text(json.dumps({"weights": weights}))
    ended = run("convolve", photo, "--kernel", mine, "--out", tmp_path / "r.npz")
    assert (ended.status, ended.out) == (2, "")
    assert "The kernel file “mine.json”: " in ended.err and len(ended.err.splitlines()) == 1

"""What the preprocessing steps send to the browser, and that the browser's arithmetic is torch's."""

from __future__ import annotations

import json
import struct
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from explorer.image.photo import Photo
from explorer.image.preprocess import STANDARD, preprocess
from explorer.image.recipe import Fit
from explorer.ui.components import photo_steps
from explorer.ui.components.photo_steps import LONGEST, payload, preview
from tools.find_node import find_node

SCRIPT = """
import { levelsOf } from %s;
const [means, stds] = JSON.parse(process.argv[1]);
const bits = means.map((mean, channel) => [...new Uint32Array(levelsOf(mean, stds[channel]).buffer)]);
console.log(JSON.stringify(bits));
"""


def photo(height: int, width: int) -> Photo:
    pixels = np.random.default_rng(height).integers(0, 256, (height, width, 3), dtype=np.uint8)
    pixels.setflags(write=False)
    return Photo(name="noise.png", pixels=pixels, digest="0" * 32, format="PNG", notes=())


def read(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    arrays = {}
    for name, place in header["arrays"].items():
        kind = np.dtype(place["dtype"]).newbyteorder("<")
        count = int(np.prod(place["shape"]))
        arrays[name] = np.frombuffer(message, kind, count, place["offset"]).reshape(place["shape"])
    return header, arrays


@pytest.fixture(scope="module")
def levels() -> np.ndarray:
    """(3, 256) float32: every normalised value there is, computed by the browser's script."""
    folder = Path(photo_steps.__file__).parent
    script = SCRIPT % json.dumps((folder / "pixels.js").as_uri())
    numbers = json.dumps([STANDARD.mean, STANDARD.std])
    ran = subprocess.run(
        [find_node(), "--input-type=module", "--eval", script, numbers],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return np.array(json.loads(ran.stdout), dtype=np.uint32).view(np.float32)


@pytest.mark.parametrize("fit", ["crop", "squish", "pad"])
def test_the_browser_derives_the_tensor_bit_by_bit(fit: Fit, levels: np.ndarray) -> None:
    made = preprocess(photo(300, 410), replace(STANDARD, fit=fit))
    _, arrays = read(payload(made))
    derived = np.stack([levels[channel][arrays["cropped"][..., channel]] for channel in range(3)])
    assert torch.equal(torch.from_numpy(derived)[None], made.tensor)


@pytest.mark.parametrize("fit", ["crop", "squish", "pad"])
def test_nothing_is_sent_twice(fit: Fit) -> None:
    made = preprocess(photo(300, 410), replace(STANDARD, fit=fit))
    header, arrays = read(payload(made))
    assert set(arrays) == {"original", "resized", "cropped", "light", "dark"}
    assert all(array.dtype == np.uint8 for array in arrays.values())
    for name, step in zip(("original", "resized", "cropped"), made.steps, strict=False):
        assert np.array_equal(arrays[name], step.array)
    assert [step["sentence"] for step in header["steps"]] == [step.sentence for step in made.steps]
    assert header["limit"] == float(made.tensor.abs().max())
    assert header["steps"][2]["title"] == ("Padded" if fit == "pad" else "Cropped")


def test_the_mean_is_imagenets_only_where_it_is() -> None:
    known, _ = read(payload(preprocess(photo(40, 50), STANDARD)))
    own, _ = read(payload(preprocess(photo(40, 50), replace(STANDARD, mean=(0.5, 0.5, 0.5)))))
    assert (known["meanName"], own["meanName"]) == ("ImageNet's mean", "the mean")


def test_the_frame_says_how_much_is_seen() -> None:
    half, _ = read(payload(preprocess(photo(300, 600), replace(STANDARD, resize=224))))
    assert half["sentence"] == "The frame is what the network sees: 50 % of the photo. The veiled part is cut off."
    whole, _ = read(payload(preprocess(photo(300, 600), replace(STANDARD, fit="pad"))))
    assert whole["sentence"] == "The network sees the whole photo."


def test_small_photos_are_sent_as_they_are() -> None:
    pixels = photo(LONGEST, 300).pixels
    assert preview(pixels) is pixels


@pytest.mark.parametrize("size", [(1500, 2600), (4096, 4096), (20000, 3), (1, 1025), (1025, 1)])
def test_large_photos_are_sent_as_a_preview_of_the_longest_allowed_side(size: tuple[int, int]) -> None:
    pixels = np.full((*size, 3), 77, np.uint8)
    pixels[: size[0] // 2] = 11
    small = preview(pixels)
    assert max(small.shape[:2]) == LONGEST
    assert min(small.shape[:2]) == max(1, min(size) * LONGEST // max(size))
    assert small[-1, -1].tolist() == [77, 77, 77]
    assert small[0, 0].tolist() == ([11, 11, 11] if size[0] > 1 else [77, 77, 77])

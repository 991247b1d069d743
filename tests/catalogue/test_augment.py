from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional as F

from explorer.catalogue.augment import Draw, draw, varied
from explorer.image.preprocess import POST, Fit, preprocess, uncut
from tests.image.pictures import photo_of, random_pixels

DRAWS = [draw(seed, index, epoch) for seed in range(4) for index in range(250) for epoch in range(4)]
NUMBERS = st.integers(0, 2**32)


def smooth(height: int, width: int) -> torch.Tensor:
    """(3, height, width) uint8 without sharp edges, so that two ways of sampling it come out close."""
    rows, columns = np.mgrid[:height, :width]
    waves = (np.sin(rows / 9) + np.cos(columns / 7), np.cos(rows / 11 + columns / 13), np.sin(columns / 8))
    return torch.from_numpy(np.stack([127 + 60 * wave for wave in waves]).astype(np.uint8))


def unit(picture: torch.Tensor) -> torch.Tensor:
    return picture.float() / 255


def inside(picture: torch.Tensor, margin: int) -> torch.Tensor:
    return picture[:, margin:-margin, margin:-margin]


@pytest.mark.parametrize(
    ("happened", "probability"),
    [
        (lambda one: one.flip, 0.5),
        (lambda one: any(one.warp), 0.75),
        (lambda one: one.degrees != 0, 0.75),
        (lambda one: one.zoom != 1, 0.75),
        (lambda one: one.brightness != 0.5, 0.75),
        (lambda one: one.contrast != 1, 0.75),
        # The crop's place is drawn every time.
        (lambda one: one.corner is not None, 1.0),
    ],
)
def test_each_happens_as_often_as_in_fastai(happened, probability: float) -> None:
    share = np.mean([happened(one) for one in DRAWS])
    assert abs(share - probability) <= 4 * math.sqrt(probability * (1 - probability) / len(DRAWS))


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (lambda one: one.degrees, -10, 10),
        (lambda one: one.zoom, 1, 1.2),
        (lambda one: one.warp[0], -0.2, 0.2),
        (lambda one: one.warp[3], -0.2, 0.2),
        (lambda one: one.brightness, 0.4, 0.6),
        (lambda one: math.log(one.contrast), math.log(0.8), math.log(1.25)),
        (lambda one: one.corner[1], 0, 1),
    ],
)
def test_ranges_are_fastais_and_filled_evenly(value, low: float, high: float) -> None:
    nothing = value(dataclasses.replace(Draw(), corner=(2.0, 2.0)))
    happened = np.array([number for one in DRAWS if (number := value(one)) != nothing])
    counts, _ = np.histogram(happened, bins=10, range=(low, high))
    assert counts.sum() == len(happened)  # none outside
    assert np.all(np.abs(counts - len(happened) / 10) < 5 * math.sqrt(len(happened) / 10))


def test_what_happens_is_independent_of_what_else_happens() -> None:
    happened = np.array([(one.flip, one.degrees != 0, one.zoom != 1, one.brightness != 0.5) for one in DRAWS], float)
    between = np.corrcoef(happened.T)
    assert np.all(np.abs(between - np.eye(4)) < 4 / math.sqrt(len(DRAWS)))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_same_three_numbers_draw_the_same(seed: int, index: int, epoch: int) -> None:
    assert draw(seed, index, epoch) == draw(seed, index, epoch)
    others = (draw(seed + 1, index, epoch), draw(seed, index + 1, epoch), draw(seed, index, epoch + 1))
    assert draw(seed, index, epoch) not in others


def test_a_draw_is_the_same_on_every_machine() -> None:
    """Numbers written down once: a recipe that says its seed can be repeated."""
    one = draw(7, 15, 2)
    assert one.flip and not any(one.warp) and one.contrast == 1
    assert (one.degrees, one.zoom) == pytest.approx((-1.901739115417607, 1.1700079769010558), rel=1e-12)
    assert one.focus == pytest.approx((0.3693371542198719, 0.9449420099047483), rel=1e-12)
    assert one.brightness == pytest.approx(0.46207511551013947, rel=1e-12)


@pytest.mark.parametrize("fit", ["crop", "squish", "pad"])
@given(st.integers(1, 90), st.integers(1, 90), st.integers(32, 70), st.integers(32, 70))
@settings(max_examples=30)
def test_where_nothing_happens_it_is_what_the_network_sees(
    fit: Fit, height: int, width: int, resize: int, crop: int
) -> None:
    assume(max(height, width) <= 20 * min(height, width))
    photo = photo_of(random_pixels(height, height, width, 3))
    recipe = dataclasses.replace(POST, fit=fit, resize=resize, crop=crop)
    seen = preprocess(photo, recipe).steps[3].array
    np.testing.assert_array_equal(varied(uncut(photo, recipe), crop, Draw()).permute(1, 2, 0).numpy(), seen)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [(300, 300), (300, 451), (700, 300), (40, 3000)])
def test_values_stay_between_0_and_1_and_the_same_draw_gives_the_same_bits(seed: int, size: tuple[int, int]) -> None:
    photo = torch.from_numpy(random_pixels(seed, *size, 3)).permute(2, 0, 1).contiguous()
    side = min(size)
    first, again = (varied(photo, side, draw(seed, 0)) for _ in range(2))
    assert first.shape == (3, side, side) and first.dtype == torch.float32
    assert torch.equal(first, again)
    assert first.min() >= 0 and first.max() <= 1 and bool(torch.isfinite(first).all())


@pytest.mark.parametrize("seed", range(20))
def test_nothing_but_the_photo_comes_in_over_the_edges(seed: int) -> None:
    """Of a photo in one colour, flip, warp, rotation and zoom leave one colour."""
    only_moved = dataclasses.replace(draw(seed, 3), brightness=0.5, contrast=1.0)
    grey = torch.full((3, 64, 96), 77, dtype=torch.uint8)
    torch.testing.assert_close(varied(grey, 64, only_moved), torch.full((3, 64, 64), 77 / 255), rtol=0, atol=1e-6)


def test_a_flip_is_torchvisions() -> None:
    photo = smooth(64, 64)
    torch.testing.assert_close(varied(photo, 64, Draw(flip=True)), F.horizontal_flip(unit(photo)), rtol=0, atol=1e-4)


@pytest.mark.parametrize("degrees", [-10, -3.3, 4.2, 10])
def test_a_rotation_is_torchvisions(degrees: float) -> None:
    photo = smooth(120, 120)
    expected = F.rotate(unit(photo), degrees, interpolation=InterpolationMode.BILINEAR)
    torch.testing.assert_close(
        inside(varied(photo, 120, Draw(degrees=degrees)), 12), inside(expected, 12), rtol=0, atol=2e-3
    )


@pytest.mark.parametrize("size", [(120, 120), (120, 200)])
def test_a_rotation_turns_and_does_not_shear_where_sides_differ(size: tuple[int, int]) -> None:
    photo = smooth(*size)
    expected = F.center_crop(F.rotate(unit(photo), 8, interpolation=InterpolationMode.BILINEAR), [120, 120])
    torch.testing.assert_close(inside(varied(photo, 120, Draw(degrees=8)), 24), inside(expected, 24), rtol=0, atol=2e-3)


@pytest.mark.parametrize("focus", [(0.0, 0.0), (0.5, 0.5), (1.0, 0.25)])
def test_a_zoom_enlarges_the_part_that_the_focus_names(focus: tuple[float, float]) -> None:
    photo = smooth(144, 144)
    top, left = (round(24 * place) for place in focus)
    expected = F.resize(F.crop(unit(photo), top, left, 120, 120), [144, 144], interpolation=InterpolationMode.BILINEAR)
    found = varied(photo, 144, Draw(zoom=1.2, focus=focus))
    torch.testing.assert_close(inside(found, 2), inside(expected, 2), rtol=0, atol=2e-2)


@pytest.mark.parametrize("grown", [(0.2, 0.0, 0.0, 0.0), (0.0, 0.15, -0.1, 0.2), (-0.2, -0.2, 0.2, 0.1)])
def test_a_warp_is_torchvisions_perspective(grown: tuple[float, float, float, float]) -> None:
    """The photo's corners go to where the sides have grown to."""
    photo, half = smooth(160, 160), 80
    right, left, bottom, top = grown
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    moved = [(-1 - top, -1 - left), (1 + top, -1 - right), (1 + bottom, 1 + right), (-1 - bottom, 1 + left)]
    starts, ends = ([[half * (1 + x), half * (1 + y)] for x, y in points] for points in (corners, moved))
    expected = F.perspective(unit(photo), starts, ends, interpolation=InterpolationMode.BILINEAR)
    found = varied(photo, 160, Draw(warp=grown))
    torch.testing.assert_close(inside(found, 36), inside(expected, 36), rtol=0, atol=1e-3)


@given(st.floats(0.4, 0.6), st.floats(0.8, 1.25))
def test_light_is_changed_in_logits(brightness: float, contrast: float) -> None:
    levels = torch.arange(256, dtype=torch.uint8).expand(3, 256, 256)
    drawn = Draw(brightness=brightness, contrast=contrast)
    assume(drawn != Draw())
    found = varied(levels, 256, drawn)[0, 0].double().numpy()
    values = np.clip(np.arange(256) / 255, 1e-7, 1 - 1e-7)
    odds = (values / (1 - values) * (brightness / (1 - brightness))) ** contrast
    np.testing.assert_allclose(found, odds / (1 + odds), rtol=0, atol=2e-6)
    assert np.all(np.diff(found) > 0)


def test_medium_grey_becomes_the_brightness() -> None:
    grey = torch.full((3, 8, 8), 128, dtype=torch.uint8)
    assert float(varied(grey, 8, Draw(brightness=0.6))[0, 0, 0]) == pytest.approx(0.6, abs=2.5e-3)


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_the_square_is_cut_out_anywhere_and_lies_inside(row: float, column: float) -> None:
    photo = torch.arange(40 * 50).reshape(1, 40, 50).expand(3, 40, 50).to(torch.uint8)
    found = varied(photo, 37, Draw(corner=(row, column)))
    top, left = int(4 * row), int(14 * column)
    assert torch.equal(found, unit(photo[:, top : top + 37, left : left + 37]))

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image
from torchvision import models

from explorer.errors import RecipeError
from explorer.image.preprocess import POST, STANDARD, Box, Fit, Preprocessed, Recipe, preprocess

from .pictures import own, photo_of, random_pixels

PRESETS = {
    "resnet50_v1": models.ResNet50_Weights.IMAGENET1K_V1,
    "resnet50_v2": models.ResNet50_Weights.IMAGENET1K_V2,
    "efficientnet_b3": models.EfficientNet_B3_Weights.IMAGENET1K_V1,
    "inception_v3": models.Inception_V3_Weights.IMAGENET1K_V1,
    "mobilenet_v3": models.MobileNet_V3_Large_Weights.IMAGENET1K_V2,
}
PHOTOS = [(345, 325), (480, 640), (640, 480), (224, 224), (7, 5), (1, 1), (300, 300), (257, 1024), (333, 256)]


def recipe_of(preset: Any) -> Recipe:
    return Recipe(
        name="weights",
        resize=preset.resize_size[0],
        crop=preset.crop_size[0],
        fit="crop",
        mean=tuple(preset.mean),
        std=tuple(preset.std),
        interpolation=preset.interpolation.value,
        antialias=True,
    )


@pytest.mark.parametrize("size", PHOTOS, ids=str)
@pytest.mark.parametrize("name", PRESETS)
def test_crop_equals_torchvisions_presets(name: str, size: tuple[int, int]) -> None:
    photo = photo_of(random_pixels(0, *size, 3))
    preset = PRESETS[name].transforms()
    done = preprocess(photo, recipe_of(preset))
    assert torch.equal(done.tensor[0], preset(Image.fromarray(photo.pixels)))


@given(st.integers(1, 90), st.integers(1, 90), st.integers(8, 60), st.integers(8, 60))
@settings(max_examples=80)
def test_crop_equals_torchvision_for_any_sizes(height: int, width: int, resize: int, crop: int) -> None:
    """Also where the resized photo is smaller than the crop, which torchvision fills with black."""
    assume(max(height, width) <= 20 * min(height, width))
    photo = photo_of(random_pixels(height, height, width, 3))
    preset = PRESETS["resnet50_v1"].transforms(resize_size=resize, crop_size=crop)
    done = preprocess(photo, own(crop, resize))
    assert torch.equal(done.tensor[0], preset(Image.fromarray(photo.pixels)))


def test_the_standard_recipe_is_that_of_the_posts_weights() -> None:
    assert recipe_of(PRESETS["resnet50_v1"].transforms()) == STANDARD


@pytest.mark.parametrize("fit", ["crop", "squish", "pad"])
def test_the_steps_are_the_arrays_themselves(fit: Fit) -> None:
    photo = photo_of(random_pixels(1, 345, 325, 3))
    done = preprocess(photo, dataclasses.replace(STANDARD, fit=fit))
    original, resized, square, unit, normalised = done.steps
    assert [step.name for step in done.steps] == [
        "original", "resized", "padded" if fit == "pad" else "cropped", "unit", "normalised",
    ]  # fmt: skip
    assert original.array is photo.pixels
    size = {"crop": (256, 271), "squish": (224, 224), "pad": (211, 224)}[fit][:: 1 if fit == "squish" else -1]
    assert resized.array.shape == (*size, 3) and square.array.shape == (224, 224, 3)
    assert np.array_equal(unit.array, square.array.astype(np.float32) / np.float32(255))
    mean, std = np.float32(STANDARD.mean), np.float32(STANDARD.std)
    assert np.array_equal(normalised.array, (unit.array - mean) / std)
    assert np.array_equal(normalised.array, done.tensor[0].permute(1, 2, 0).numpy())
    for step in done.steps:
        assert (step.low, step.high) == (step.array.min(), step.array.max())
        assert not step.array.flags.writeable
    assert [step.array.dtype.name for step in done.steps] == ["uint8"] * 3 + ["float32"] * 2


def test_planes() -> None:
    done = preprocess(photo_of(random_pixels(2, 100, 120, 3)), STANDARD)
    assert [plane.name for plane in done.planes] == ["red", "green", "blue"]
    for channel, plane in enumerate(done.planes):
        assert np.array_equal(plane.values, done.tensor[0, channel].numpy())
        assert not plane.values.flags.writeable
        exact = done.tensor[0, channel].double()
        assert plane.mean == pytest.approx(float(exact.mean()), abs=1e-12)
        assert plane.std == pytest.approx(float(exact.std(correction=0)), abs=1e-12)


def test_the_tensor_is_apart_from_the_pictures() -> None:
    done = preprocess(photo_of(random_pixels(3, 50, 60, 3)), STANDARD)
    before = [step.array.copy() for step in done.steps], [plane.values.copy() for plane in done.planes]
    done.tensor.zero_()
    assert all(np.array_equal(a, step.array) for a, step in zip(before[0], done.steps, strict=True))
    assert all(np.array_equal(a, plane.values) for a, plane in zip(before[1], done.planes, strict=True))


@given(st.integers(1, 70), st.integers(1, 70), st.integers(8, 60))
@settings(max_examples=60)
def test_pad_shows_the_whole_photo_on_the_mean_colour(height: int, width: int, crop: int) -> None:
    photo = photo_of(random_pixels(width, height, width, 3))
    done = preprocess(photo, own(crop, 999, "pad"))
    resized, padded = done.steps[1].array, done.steps[2].array
    assert max(resized.shape[:2]) == crop
    top, left = (crop - resized.shape[0]) // 2, (crop - resized.shape[1]) // 2
    expected = np.empty((crop, crop, 3), np.uint8)
    expected[:] = (124, 116, 104)
    expected[top : top + resized.shape[0], left : left + resized.shape[1]] = resized
    assert np.array_equal(padded, expected)
    outside = np.ones((crop, crop), bool)
    outside[top : top + resized.shape[0], left : left + resized.shape[1]] = False
    assert np.abs(done.steps[4].array[outside]).max(initial=0) < 0.01
    box = done.crop
    assert box.top <= 0 and box.left <= 0
    assert box.top + box.height >= height - 1e-9 and box.left + box.width >= width - 1e-9


def test_squish_shows_the_whole_photo_stretched() -> None:
    photo = photo_of(random_pixels(5, 90, 40, 3))
    done = preprocess(photo, own(32, 64, "squish"))
    expected = Image.fromarray(photo.pixels).resize((32, 32), Image.Resampling.BILINEAR)
    assert np.array_equal(done.steps[2].array, np.asarray(expected))
    assert done.crop == Box(0, 0, 90, 40)


def test_without_antialias_single_pixels_can_vanish() -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[::8] = 255
    photo = photo_of(pixels)
    smooth = preprocess(photo, own(8, 8))
    rough = preprocess(photo, dataclasses.replace(own(8, 8), antialias=False))
    assert smooth.steps[1].high < 100
    assert rough.steps[1].array.tolist() == pixels[3::8, 3::8].tolist()


@pytest.mark.parametrize(
    ("size", "recipe", "box"),
    [
        ((512, 512), STANDARD, Box(32, 32, 448, 448)),
        ((300, 600), POST, Box(0, 150, 300, 300)),
        ((100, 200), own(50, 50), Box(0, 50, 100, 100)),
        ((100, 200), own(50, 50, "pad"), Box(-48, 0, 200, 200)),
        ((100, 100), own(60, 50), Box(-10, -10, 120, 120)),
    ],
)
def test_the_crop_box_worked_out_by_hand(size: tuple[int, int], recipe: Recipe, box: Box) -> None:
    assert preprocess(photo_of(random_pixels(6, *size, 3)), recipe).crop == box


RECIPES = st.builds(own, st.integers(32, 64), st.integers(40, 80), st.sampled_from(["crop", "squish", "pad"]))


@given(st.integers(20, 90), st.integers(20, 90), RECIPES)
def test_a_gradient_is_read_off_where_the_mapping_says(height: int, width: int, recipe: Recipe) -> None:
    """Where red counts rows and green counts columns, each model pixel tells where it comes from."""
    rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    done = preprocess(photo_of(np.stack([2 * rows, 2 * columns, 0 * rows], axis=-1).astype(np.uint8)), recipe)
    seen = done.steps[2].array.astype(float) / 2
    checked = 0
    for row in range(0, recipe.crop, 5):
        for column in range(0, recipe.crop, 5):
            y, x = done.to_photo(row, column)
            reach = max(done.crop.height, done.crop.width) / recipe.crop + 1  # edges average over fewer pixels
            if reach <= y <= height - 1 - reach and reach <= x <= width - 1 - reach:
                assert abs(seen[row, column, 0] - y) < 0.51 and abs(seen[row, column, 1] - x) < 0.51
                checked += 1
    assert checked


@given(st.integers(40, 120), st.integers(40, 120), RECIPES, st.data())
def test_a_bright_dot_lands_where_the_mapping_says(
    height: int, width: int, recipe: Recipe, data: st.DataObject
) -> None:
    row, column = data.draw(st.integers(0, height - 2)), data.draw(st.integers(0, width - 2))
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[row : row + 2, column : column + 2] = 255
    done = preprocess(photo_of(pixels), dataclasses.replace(recipe, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)))
    y, x = done.to_model(row + 0.5, column + 0.5)
    edge = 2
    assume(edge <= y <= recipe.crop - 1 - edge and edge <= x <= recipe.crop - 1 - edge)
    light = done.tensor[0, 0].numpy().astype(float)
    grid = np.arange(recipe.crop)
    centre = (light.sum(1) @ grid / light.sum(), light.sum(0) @ grid / light.sum())
    assert abs(centre[0] - y) < 1 and abs(centre[1] - x) < 1


@given(st.integers(1, 4000), st.integers(1, 4000), RECIPES, st.floats(-50, 300), st.floats(-50, 300))
@settings(max_examples=30)
def test_the_mapping_and_its_inverse(height: int, width: int, recipe: Recipe, row: float, column: float) -> None:
    assume(max(height, width) <= 8 * min(height, width))
    done = preprocess(photo_of(np.zeros((height, width, 3), np.uint8)), recipe)
    assert done.to_model(*done.to_photo(row, column)) == pytest.approx((row, column), abs=1e-6)
    box = done.crop
    assert done.to_photo(-0.5, -0.5) == pytest.approx((box.top - 0.5, box.left - 0.5))
    corner = done.to_photo(recipe.crop - 0.5, recipe.crop - 0.5)
    assert corner == pytest.approx((box.top + box.height - 0.5, box.left + box.width - 0.5))


def test_the_counts_in_the_sentence_are_those_cut_off() -> None:
    done = preprocess(photo_of(random_pixels(8, 345, 325, 3)), STANDARD)
    resized, cropped = done.steps[1].array, done.steps[2].array
    assert np.array_equal(cropped, resized[24 : 271 - 23, 16 : 256 - 16])


def test_digests() -> None:
    one, two = photo_of(random_pixels(9, 40, 50, 3)), photo_of(random_pixels(10, 40, 50, 3))
    digests = {
        preprocess(photo, recipe).digest
        for photo in (one, two)
        for recipe in (STANDARD, POST, own(224, 256, "pad"), own(224, 256, "squish"), own(224, 257))
    }
    assert len(digests) == 10
    assert all(len(digest) == 32 and int(digest, 16) >= 0 for digest in digests)
    assert preprocess(one, STANDARD).digest == preprocess(one, dataclasses.replace(STANDARD)).digest


def test_the_digest_is_the_same_in_every_process() -> None:
    photo = photo_of(np.full((20, 30, 3), (1, 2, 3), np.uint8))
    assert photo.digest == "4a9ca2e0cecf0192c99b5cd5961f423d"
    assert preprocess(photo, STANDARD).digest == "543610bc3ae7d74d27b0df2025b0dc0e"


def strip(fit: Fit) -> Preprocessed:
    return preprocess(photo_of(np.zeros((4000, 1, 3), np.uint8)), dataclasses.replace(STANDARD, fit=fit))


def test_long_thin_strips_are_refused_where_resizing_them_takes_gigabytes() -> None:
    with pytest.raises(RecipeError) as caught:
        strip("crop")
    assert "a photo of 4,000 × 1 would grow to 1,024,000 × 256, 262 megapixels" in caught.value.sentence
    assert "squish or pad" in caught.value.hint
    assert strip("squish").tensor.shape == strip("pad").tensor.shape == (1, 3, 224, 224)
    assert strip("pad").steps[1].array.shape == (224, 1, 3)


def test_panoramas_are_not_refused() -> None:
    done = preprocess(photo_of(np.zeros((60, 1800, 3), np.uint8)), STANDARD)
    assert done.steps[1].array.shape == (256, 7680, 3)

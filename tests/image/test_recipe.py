from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import RecipeError
from explorer.image.recipe import POST, STANDARD, Recipe


def test_the_two_recipes() -> None:
    assert (STANDARD.resize, STANDARD.crop, STANDARD.fit) == (256, 224, "crop")
    assert (POST.resize, POST.crop, POST.fit) == (300, 300, "crop")


@given(st.integers(32, 1024))
def test_the_sizes_of_the_command_line(size: int) -> None:
    weights, post = STANDARD.at_size(size), POST.at_size(size)
    assert (weights.resize, weights.crop) == (round(size * 256 / 224), size)
    assert (post.resize, post.crop) == (size, size)
    assert dataclasses.replace(weights, resize=256, crop=224) == STANDARD


def test_the_formula_holds_at_the_size_that_the_weights_bring_too() -> None:
    second = dataclasses.replace(STANDARD, resize=232)  # as ResNet50's IMAGENET1K_V2 bring it
    assert second.at_size(224) == STANDARD


def test_a_recipe_that_squeezes_has_no_crop_to_make_room_for() -> None:
    squeezed = dataclasses.replace(STANDARD, resize=64, crop=64, fit="squish")
    assert squeezed.at_size(64) == squeezed
    assert (squeezed.at_size(96).resize, squeezed.at_size(96).crop) == (96, 96)


def test_ones_own_recipe_keeps_its_ratio() -> None:
    own = dataclasses.replace(STANDARD, name="own", resize=300, crop=200)
    assert own.at_size(100) == dataclasses.replace(own, resize=150, crop=100)


@pytest.mark.parametrize("recipe", [STANDARD, POST])
@pytest.mark.parametrize("size", [-1, 0, 31, 1025, 10**9])
def test_sizes_out_of_range(recipe: Recipe, size: int) -> None:
    with pytest.raises(RecipeError, match=rf"A size of {size:,} pixels was asked for; 32 to 1,024"):
        recipe.at_size(size)

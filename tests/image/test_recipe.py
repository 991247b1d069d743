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


def test_the_size_that_the_weights_bring_changes_nothing() -> None:
    inception = dataclasses.replace(STANDARD, resize=342, crop=299)
    assert inception.at_size(299) is inception
    assert inception.at_size(224).resize == 256


def test_ones_own_recipe_keeps_its_ratio() -> None:
    own = dataclasses.replace(STANDARD, name="own", resize=300, crop=200)
    assert own.at_size(100) == dataclasses.replace(own, resize=150, crop=100)


@pytest.mark.parametrize("recipe", [STANDARD, POST])
@pytest.mark.parametrize("size", [-1, 0, 31, 1025, 10**9])
def test_sizes_out_of_range(recipe: Recipe, size: int) -> None:
    with pytest.raises(RecipeError, match=rf"A size of {size:,} pixels was asked for; 32 to 1,024"):
        recipe.at_size(size)

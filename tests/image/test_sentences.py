"""What each step of the preprocessing says to people who see a network for the first time."""

from __future__ import annotations

import pytest

from explorer.image.preprocess import STANDARD, Recipe, preprocess

from .pictures import own, photo_of, random_pixels


def sentences(size: tuple[int, int], recipe: Recipe) -> tuple[str, ...]:
    return tuple(step.sentence for step in preprocess(photo_of(random_pixels(7, *size, 3)), recipe).steps)


def test_sentences_for_learners() -> None:
    assert sentences((345, 325), STANDARD) == (
        "The photo has 345 × 325 pixels, each with red, green and blue from 0 to 255.",
        "The shorter side becomes 256 pixels: 345 × 325 → 271 × 256.",
        "The middle 224 × 224 stays: 24 rows above and 23 below go; 16 columns left and 16 right go.",
        "Every value is divided by 255: 0 to 255 becomes 0 to 1.",
        "From red, green and blue the averages 0.485, 0.456 and 0.406 are taken away, then they are divided "
        "by the spreads 0.229, 0.224 and 0.225: 0 is now an average colour.",
    )


@pytest.mark.parametrize(
    ("size", "recipe", "resized", "square"),
    [
        (
            (345, 325),
            own(224, 256, "squish"),
            "Both sides become 224 pixels, whatever the shape was: 345 × 325 → 224 × 224.",
            "The picture is a square of 224 × 224 already: nothing is cut off or added.",
        ),
        (
            (345, 325),
            own(224, 256, "pad"),
            "The longer side becomes 224 pixels: 345 × 325 → 224 × 211.",
            "Filled up to 224 × 224 with the average colour (124, 116, 104), nearly 0 for the network: "
            "6 columns left and 7 right are added.",
        ),
        (
            (100, 200),
            own(52, 50),
            "The shorter side becomes 50 pixels: 100 × 200 → 50 × 100.",
            "The middle 52 × 52 stays, filled up with black: 1 row above and 1 below are added; "
            "24 columns left and 24 right go.",
        ),
    ],
)
def test_sentences_of_the_other_fits(size: tuple[int, int], recipe: Recipe, resized: str, square: str) -> None:
    assert sentences(size, recipe)[1:3] == (resized, square)

"""How a network wants its photos: sizes, how the square is cut out, and the numbers for normalising."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from explorer.errors import RecipeError

Fit = Literal["crop", "squish", "pad"]
Interpolation = Literal["bilinear", "bicubic"]
Triple = tuple[float, float, float]

# Mean and standard deviation of ImageNet's training photos, red, green, blue, of values in [0, 1].
IMAGENET_MEAN: Triple = (0.485, 0.456, 0.406)
IMAGENET_STD: Triple = (0.229, 0.224, 0.225)

SMALLEST, LARGEST = 32, 1024


@dataclass(frozen=True)
class Recipe:
    """The preprocessing that weights were trained with. Sizes in pixels, mean and std of values in [0, 1]."""

    name: str
    """"weights" (what the weights bring), "post" (the blog post's), or one's own."""
    resize: int
    """The shorter side before the crop; only `fit` "crop" reads it."""
    crop: int
    """The side of the square that the network sees."""
    fit: Fit
    """How the photo becomes a square.

    "crop" cuts the middle out, "squish" stretches the whole photo, "pad" shrinks the longer side to the
    square and fills the rest with the mean colour, which becomes (nearly) zero for the network.
    """
    mean: Triple
    std: Triple
    interpolation: Interpolation
    antialias: bool
    """Whether a pixel of the shrunk photo averages over all that it covers, or takes its nearest alone."""

    def at_size(self, size: int) -> Recipe:
        """The same recipe for a square of `size` pixels.

        A "weights" recipe that crops resizes the shorter side to round(size * 256 / 224), whatever the size
        that the weights bring; others keep their ratio of resize to crop, so "post" resizes to `size`.
        Raises RecipeError outside 32 to 1024.
        """
        if not SMALLEST <= size <= LARGEST:
            raise RecipeError(
                f"A size of {size:,} pixels was asked for; {SMALLEST} to {LARGEST:,} can be used.",
                "Choose 224 when in doubt.",
            )
        formula = self.name == "weights" and self.fit == "crop"
        ratio = (256, 224) if formula else (self.resize, self.crop)
        return replace(self, resize=round(size * ratio[0] / ratio[1]), crop=size)


STANDARD = Recipe("weights", 256, 224, "crop", IMAGENET_MEAN, IMAGENET_STD, "bilinear", True)
"""What torchvision's IMAGENET1K_V1 weights of ResNet50 bring."""

POST = Recipe("post", 300, 300, "crop", IMAGENET_MEAN, IMAGENET_STD, "bilinear", True)
"""The blog post's 300 × 300: fastai 1 resizes the shorter side to 300 and cuts the middle out."""

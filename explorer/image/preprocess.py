"""Photo -> the tensor that the network sees, with every step on the way as a picture."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

from explorer.errors import RecipeError
from explorer.image.photo import Photo
from explorer.image.recipe import IMAGENET_MEAN, IMAGENET_STD, POST, STANDARD, Fit, Recipe

__all__ = [
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "POST",
    "STANDARD",
    "Box",
    "Fit",
    "Plane",
    "Preprocessed",
    "Recipe",
    "Step",
    "check",
    "preprocess",
    "uncut",
]  # fmt: skip

# A strip of 1 × 4,000 pixels with its shorter side at 256 would have 262 megapixels.
_MOST_RESIZED = 32_000_000


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the preprocessing as a picture."""

    name: str
    """"original", "resized", "cropped" ("padded" for fit "pad"), "unit" or "normalised"."""
    sentence: str
    """What happened, in plain words with its numbers."""
    array: NDArray[Any]
    """(H, W, 3), read-only: uint8 for the first three steps, float32 for "unit" and "normalised"."""
    low: float
    high: float
    """The smallest and the largest value in the array."""


@dataclass(frozen=True, eq=False)
class Plane:
    """One colour plane as the network sees it."""

    name: str
    """"red", "green" or "blue"."""
    values: NDArray[np.float32]
    """(H, W), normalised, read-only."""
    mean: float
    std: float
    """Mean and standard deviation of the values."""


@dataclass(frozen=True)
class Box:
    """A rectangle in photo pixels, by its edges: pixel (0, 0) reaches from 0 to 1. It may stick out."""

    top: float
    left: float
    height: float
    width: float


@dataclass(frozen=True, eq=False)
class Preprocessed:
    """What the network sees of a photo, and how it came about."""

    recipe: Recipe
    tensor: torch.Tensor
    """(1, 3, H, W) float32 on the CPU."""
    steps: tuple[Step, ...]
    """Original, resized, cropped or padded, unit, normalised."""
    planes: tuple[Plane, Plane, Plane]
    crop: Box
    """The part of the photo that the tensor shows."""
    digest: str
    """32 hexadecimal digits over the photo's digest and the recipe."""

    @property
    def nbytes(self) -> int:
        """Memory that the steps and the tensor hold, in bytes; the photo's own pixels count, for they stay with it."""
        return sum(step.array.nbytes for step in self.steps) + self.tensor.nbytes

    def to_photo(self, row: float, column: float) -> tuple[float, float]:
        """(row, column) in the photo of a model pixel's centre; whole numbers are the centres of pixels.

        So round() gives the photo's pixel. Measured from the photo's edge, as `Box` is, it lies 0.5 further.
        """
        high, wide = self._scale()
        return self.crop.top + (row + 0.5) * high - 0.5, self.crop.left + (column + 0.5) * wide - 0.5

    def to_model(self, row: float, column: float) -> tuple[float, float]:
        """(row, column) in the tensor of a photo pixel's centre: `to_photo` backwards. May lie outside."""
        high, wide = self._scale()
        return (row + 0.5 - self.crop.top) / high - 0.5, (column + 0.5 - self.crop.left) / wide - 0.5

    def _scale(self) -> tuple[float, float]:
        """Photo pixels per model pixel, down and across."""
        return self.crop.height / self.tensor.shape[2], self.crop.width / self.tensor.shape[3]


def preprocess(photo: Photo, recipe: Recipe) -> Preprocessed:
    """The photo as `recipe` prepares it; for fit "crop" bit by bit what torchvision's presets make.

    Raises RecipeError for a photo so long and thin that resizing its shorter side would take gigabytes.
    """
    resized_size, margins = _geometry(photo.size, recipe)
    original = Image.fromarray(photo.pixels)
    resized = _resize(original, resized_size, recipe)
    square = _square(resized, recipe)
    unit = F.convert_image_dtype(F.pil_to_tensor(square), torch.float32)
    normalised = F.normalize(unit, mean=list(recipe.mean), std=list(recipe.std))
    arrays = (photo.pixels, np.array(resized), np.array(square), _picture(unit), _picture(normalised))
    names = ("original", "resized", "padded" if recipe.fit == "pad" else "cropped", "unit", "normalised")
    sentences = _sentences(photo.size, resized_size, recipe)
    return Preprocessed(
        recipe=recipe,
        tensor=normalised[None],
        steps=tuple(map(_step, names, sentences, arrays)),
        planes=(_plane("red", normalised[0]), _plane("green", normalised[1]), _plane("blue", normalised[2])),
        crop=_box(photo.size, resized_size, margins, recipe.crop),
        digest=hashlib.blake2b(f"{photo.digest} {astuple(recipe)}".encode(), digest_size=16).hexdigest(),
    )


def uncut(photo: Photo, recipe: Recipe) -> torch.Tensor:
    """What `recipe` cuts its square out of: (3, H, W) uint8, neither side shorter than the square's.

    For fit "crop" the resized photo, whole; for the others, and where the resized photo is too small, the square.
    Raises RecipeError as `preprocess` does.
    """
    resized = _resize(Image.fromarray(photo.pixels), _geometry(photo.size, recipe)[0], recipe)
    is_whole = recipe.fit == "crop" and min(resized.size) >= recipe.crop
    pixels: torch.Tensor = F.pil_to_tensor(resized if is_whole else _square(resized, recipe))
    return pixels


def check(size: tuple[int, int], recipe: Recipe) -> None:
    """RecipeError where `preprocess` would refuse a photo of `size` (height, width) for its shape."""
    _geometry(size, recipe)


def _geometry(size: tuple[int, int], recipe: Recipe) -> tuple[tuple[int, int], tuple[int, int]]:
    """(height, width) after resizing; rows above and columns left that are cut off (negative: added)."""
    short, long = min(size), max(size)
    if recipe.fit == "squish":
        return (recipe.crop, recipe.crop), (0, 0)
    if recipe.fit == "pad":
        sides = {short: max(1, round(recipe.crop * short / long)), long: recipe.crop}
    else:
        sides = {long: int(recipe.resize * long / short), short: recipe.resize}  # torchvision's rounding
    height, width = sides[size[0]], sides[size[1]]
    if height * width > _MOST_RESIZED:
        raise RecipeError(
            f"With its shorter side at {recipe.resize} pixels, a photo of {_size(*size)} would grow to "
            f"{_size(height, width)}, {height * width / 1e6:,.0f} megapixels; at most "
            f"{_MOST_RESIZED // 10**6} are made.",
            "Choose the fit squish or pad, or a photo that is less long and thin.",
        )
    return (height, width), (_margin(height, recipe.crop), _margin(width, recipe.crop))


def _margin(length: int, crop: int) -> int:
    """Pixels cut off before a centred crop, or minus those added, rounded as torchvision's center_crop."""
    return round((length - crop) / 2) if length >= crop else -((crop - length) // 2)


def _resize(photo: Image.Image, size: tuple[int, int], recipe: Recipe) -> Image.Image:
    mode = InterpolationMode(recipe.interpolation)
    if recipe.antialias:
        resized: Image.Image = F.resize(photo, list(size), interpolation=mode)
    else:  # Pillow always averages; on tensors it can be left out
        pixels = F.resize(F.pil_to_tensor(photo), list(size), interpolation=mode, antialias=False)
        resized = F.to_pil_image(pixels)
    return resized


def _square(resized: Image.Image, recipe: Recipe) -> Image.Image:
    """The square that the network sees, cut out of the resized picture or filled up around it."""
    if recipe.fit != "pad":
        square: Image.Image = F.center_crop(resized, [recipe.crop, recipe.crop])
        return square
    square = Image.new("RGB", (recipe.crop, recipe.crop), _mean_colour(recipe))
    square.paste(resized, (-_margin(resized.width, recipe.crop), -_margin(resized.height, recipe.crop)))
    return square


def _mean_colour(recipe: Recipe) -> tuple[int, int, int]:
    """The 8-bit colour that normalising takes nearest to zero: what timm pads with, too."""
    red, green, blue = (round(255 * mean) for mean in recipe.mean)
    return red, green, blue


def _box(size: tuple[int, int], resized: tuple[int, int], margins: tuple[int, int], crop: int) -> Box:
    """The square's edges in photo pixels: each resized pixel covers size / resized of them."""
    high, wide = size[0] / resized[0], size[1] / resized[1]
    return Box(margins[0] * high, margins[1] * wide, crop * high, crop * wide)


def _picture(tensor: torch.Tensor) -> NDArray[np.float32]:
    """(3, H, W) -> (H, W, 3), a copy of its own."""
    return np.array(tensor.permute(1, 2, 0).numpy(), order="C")


def _step(name: str, sentence: str, array: NDArray[Any]) -> Step:
    array.setflags(write=False)
    return Step(name, sentence, array, float(array.min()), float(array.max()))


def _plane(name: str, values: torch.Tensor) -> Plane:
    array = np.array(values.numpy())
    array.setflags(write=False)
    return Plane(name, array, float(array.mean(dtype=np.float64)), float(array.std(dtype=np.float64)))


def _size(height: int, width: int) -> str:
    return f"{height:,} × {width:,}"


def _sentences(size: tuple[int, int], resized: tuple[int, int], recipe: Recipe) -> tuple[str, str, str, str, str]:
    """One sentence a step, for people who see a network for the first time."""
    side = {
        "crop": f"The shorter side becomes {recipe.resize} pixels",
        "squish": f"Both sides become {recipe.crop} pixels, whatever the shape was",
        "pad": f"The longer side becomes {recipe.crop} pixels",
    }[recipe.fit]
    means, spreads = (" and ".join(map(_listed, (t[:2], t[2:]))) for t in (recipe.mean, recipe.std))
    return (
        f"The photo has {_size(*size)} pixels, each with red, green and blue from 0 to 255.",
        f"{side}: {_size(*size)} → {_size(*resized)}.",
        _square_sentence(resized, recipe),
        "Every value is divided by 255: 0 to 255 becomes 0 to 1.",
        f"From red, green and blue the averages {means} are taken away, then they are divided by "
        f"the spreads {spreads}: 0 is now an average colour.",
    )


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)


def _square_sentence(resized: tuple[int, int], recipe: Recipe) -> str:
    """How the resized picture became the square, row by row and column by column."""
    crop = recipe.crop
    square = _size(crop, crop)
    if resized == (crop, crop):
        return f"The picture is a square of {square} already: nothing is cut off or added."
    rows = _sides(resized[0], crop, "row", "above", "below")
    columns = _sides(resized[1], crop, "column", "left", "right")
    done = "; ".join(part for part in (rows, columns) if part)
    if recipe.fit == "pad":
        colour = ", ".join(map(str, _mean_colour(recipe)))
        filling = f"the average colour ({colour}), nearly 0 for the network"
        return f"Filled up to {square} with {filling}: {done}."
    stays = "stays, filled up with black" if min(resized) < crop else "stays"
    return f"The middle {square} {stays}: {done}."


def _sides(length: int, crop: int, what: str, before: str, after: str) -> str:
    """ "16 rows above and 15 below go" or "... are added", nothing where the length fits."""
    if length == crop:
        return ""
    first = abs(_margin(length, crop))
    second = abs(length - crop) - first
    verb = "go" if length > crop else "are added"
    return f"{first} {what}{'' if first == 1 else 's'} {before} and {second} {after} {verb}"

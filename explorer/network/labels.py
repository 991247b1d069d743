"""What the outputs of a network are called."""

from __future__ import annotations

import os
from pathlib import Path

from torchvision.models import ResNet50_Weights

from explorer.errors import CheckpointError

# A label file of ImageNet-21k has 22 kB; anything near this bound is not a list of names.
LARGEST_LABEL_FILE = 16_000_000

IMAGENET: tuple[str, ...] = tuple(ResNet50_Weights.IMAGENET1K_V1.meta["categories"])

CIFAR10: tuple[str, ...] = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip

TINY_VGG: tuple[str, ...] = (
    "lifeboat", "ladybug", "pizza", "bell pepper", "school bus", "koala", "espresso", "red panda", "orange",
    "sport car",
)  # fmt: skip

# The products of the rendered catalogue, as its folders are called.
PRODUCTS: tuple[str, ...] = (
    "aubergine", "basketball", "beach-ball", "billiard-ball", "book", "bowling-pin", "cactus", "candlestick",
    "coffee-mug", "die", "dinner-plate", "dumbbell", "egg-cup", "espresso-cup", "globe", "golf-ball",
    "granny-smith", "honey-jar", "lemon", "milk-jug", "oranges", "pear", "pepper-mill", "pumpkin", "ring-tower",
    "rolling-pin", "saucepan", "soccer-ball", "soup-bowl", "soup-can", "striped-mug", "sunglasses",
    "table-lamp", "teapot", "tennis-ball", "toaster", "tomato", "toy-blocks", "traffic-cone", "vacuum-flask",
    "vase", "wall-clock", "water-bottle", "wine-bottle",
)  # fmt: skip


def names_for(classes: int, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The names of `classes` outputs that came without any.

    `usual` (those that the architecture is trained with) where the number agrees, ImageNet's for 1,000
    classes, else "class 0", "class 1" and so on.
    """
    for names in (usual, IMAGENET):
        if len(names) == classes:
            return names
    return tuple(f"class {index}" for index in range(classes))


def read(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The names in a text file, one a line, UTF-8; empty lines at the end do not count.

    Raises CheckpointError for a file that is missing, no text, or has an empty line between names.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST_LABEL_FILE:
            raise CheckpointError(
                f"The label file “{file.name}” has {file.stat().st_size:,} bytes, too many for class names.",
                "Give a text file with one class name a line.",
            )
        data = file.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"The label file “{path}” cannot be read: {error.strerror or error}.",
            "Give the path of a text file with one class name a line.",
        ) from error
    return parse(data, file.name)


def parse(data: bytes, name: str) -> tuple[str, ...]:
    """The names in the bytes of a label file; `name` is what messages call it. Raises like `read`."""
    try:
        # Editors on Windows put a byte order mark first; it is no part of the first name.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CheckpointError(
            f"The label file “{name}” is not UTF-8 text (byte {error.start:,}).",
            "Save it as UTF-8, one class name a line.",
        ) from error
    # Only line ends separate names: str.splitlines would also cut at form feeds and other rare characters.
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")]
    if lines == [""]:
        raise CheckpointError(f"The label file “{name}” is empty.", "Write one class name a line.")
    if "" in lines:
        raise CheckpointError(
            f"Line {lines.index('') + 1} of the label file “{name}” is empty.",
            "Every line names one class, in the order of the outputs.",
        )
    return tuple(lines)


def check_count(labels: tuple[str, ...], classes: int) -> tuple[str, ...]:
    """`labels` themselves if there are exactly `classes`; else CheckpointError."""
    if len(labels) != classes:
        raise CheckpointError(
            f"There are {len(labels):,} class names, but the network has {classes:,} classes.",
            "Write exactly one name a line, in the order of the outputs.",
        )
    return labels

"""What the post says of its photos, its batch and the weights that it downloads."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import torch
from torchvision.models import ResNet50_Weights

from explorer.catalogue.dataset import Catalogue, Entry
from explorer.catalogue.post.statement import Statement
from explorer.catalogue.post.workbench import PRODUCTS, Workbench
from explorer.catalogue.split import split
from explorer.image.recipe import POST
from explorer.network.registry import entry

# The labels of the batch that the post prints.
LABELS = """\
tensor([24, 43, 12, 13, 29, 27, 26, 29, 38, 5, 2, 17, 30, 13, 16, 40, 30, 17,
21, 24, 19, 5, 24, 27, 4, 32, 25, 34, 7, 17, 0, 14, 35, 43, 39, 40,
7, 34, 12, 32, 34, 13, 19, 16, 1, 4, 2, 33, 40, 5, 17, 32, 17, 36,
23, 26, 41, 25, 43, 12, 33, 39, 3, 31]))"""

PHOTOS = 420
"""With a fifth of them held out, 336 are left to learn from."""


def _labels() -> list[int]:
    return [int(number) for number in re.findall(r"\d+", LABELS)]


def _learnt(_: Workbench) -> str:
    entries = tuple(Entry(f"{place % PRODUCTS:02d}", f"{place}.jpg", b"") for place in range(PHOTOS))
    catalogue = Catalogue("post", tuple(sorted({one.label for one in entries})), entries, ())
    return f"{len(split(catalogue).learn)} items"


def _held_out(_: Workbench) -> str:
    entries = tuple(Entry(f"{place % PRODUCTS:02d}", f"{place}.jpg", b"") for place in range(PHOTOS))
    catalogue = Catalogue("post", tuple(sorted({one.label for one in entries})), entries, ())
    return f"{len(split(catalogue).held) / PHOTOS:.0%}"


def _resized(bench: Workbench) -> str:
    _, _, height, width = bench.prepared(225, 197).tensor.shape
    return f"{height}x{width}"


def _imagenet(_: Workbench) -> str:
    known = ResNet50_Weights.IMAGENET1K_V1.transforms()
    return f"({known.mean}, {known.std})"


def _rank(bench: Workbench) -> str:
    return f"rank {bench.prepared().tensor[0].dim()}"


def _tensor(bench: Workbench) -> str:
    return "x".join(map(str, bench.prepared().tensor[0].shape))


def _planes(bench: Workbench) -> str:
    return f"{len(bench.prepared().planes)}: " + ", ".join(plane.name for plane in bench.prepared().planes)


def _normalised(bench: Workbench) -> str:
    """The size of a photo of 255 × 255 before and after it is normalised."""
    steps = {step.name: step.array for step in bench.prepared(255, 255, replace(POST, resize=255, crop=255)).steps}
    before, after = ("x".join(map(str, (3, *steps[name].shape[:2]))) for name in ("unit", "normalised"))
    return f"{before} becomes {after}"


def _range(bench: Workbench) -> str:
    unit = next(step for step in bench.prepared().steps if step.name == "unit")
    return "in [0, 1]" if 0 <= unit.array.min() <= unit.array.max() <= 1 else "not in [0, 1]"


def _file(_: Workbench) -> str:
    return str(entry("resnet50").weights_named("IMAGENET1K_V1").address).rpartition("/")[2]


def _file_size(_: Workbench) -> str:
    """The size of ResNet50's weights in a file, in units of 2^20 bytes as fastai counts them."""
    written = io.BytesIO()
    torch.save(entry("resnet50").build(1000).state_dict(), written)
    return f"{written.tell() / 2**20:.1f}M"


STATEMENTS = (
    Statement(58, "valid_pct=0.2", "20%", _held_out),
    Statement(88, "(ImageList (336 items)", "336 items", _learnt),
    Statement(
        65,
        "in batches of 16",
        "16 photos",
        lambda _: f"{len(_labels())} photos",
        "The batch that it prints at lines 101 to 231 has 64 labels, one a photo: fastai’s own size, as none is set.",
    ),
    Statement(228, LABELS, "classes 0 to 43", lambda _: f"classes {min(_labels())} to {max(_labels())}"),
    Statement(70, "We resize the images to 300x300.", "300x300", _resized),
    Statement(
        73,
        "([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])",
        "([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])",
        _imagenet,
    ),
    Statement(94, "arranged a rank 3 tensor", "rank 3", _rank),
    Statement(
        94,
        "of size $3x225x255$.",
        "3x225x255",
        _tensor,
        "225 and 255 are mixed up: line 89 lists photos of (3, 225, 225). What the network gets is 300 × 300, as line "
        "99 prints.",
    ),
    Statement(95, "The 3 in the $(3x225x225)$ indicates the RGB layers", "3: red, green, blue", _planes),
    Statement(
        96,
        "we assume the image is $3x255x255$ instead of $3x225x225$ that the normalisation due imagenet_stats reshaped",
        "3x255x255 becomes 3x225x225",
        _normalised,
        "Normalising takes the mean from each value and divides by the spread; no size changes.",
    ),
    Statement(99, "(Image (3, 300, 300)", "3x300x300", _tensor),
    Statement(101, "(tensor([[[[0.4876, 0.4852, 0.4836", "in [0, 1]", _range),
    Statement(
        84,
        "resnet50-19c8e357.pth",
        "resnet50-19c8e357.pth",
        _file,
        "The file has been replaced since: its name carries the start of its hash.",
    ),
    Statement(85, "97.8M/97.8M", "97.8M", _file_size),
)

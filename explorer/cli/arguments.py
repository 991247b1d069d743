"""What the commands' options have in common; imports nothing slow, so that --help and refusals come at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeAlias

from explorer.cli.photos import ReadPhoto
from explorer.errors import InputError, UnknownName
from explorer.image.recipe import STANDARD, Fit
from explorer.render.export import check_target
from explorer.settings import DEVICE

PROGRAM = "python -m explorer"
FILES = (".npz", ".png")

PHOTO = "a JPEG, PNG, WebP, GIF, BMP or HEIC"


class Options(argparse.Namespace):
    """What was asked for; None stands for a default that depends on the network.

    `photos` are the `paths` once they are read.
    """

    command: str
    model: str
    weights: str
    labels: str | None
    device: str | None = None
    recipe: str
    size: int | None
    format: str
    top: int | None
    learner: int | None
    folder: str
    mode: Literal["head-only", "as-post"]
    epochs: int | None
    seed: int
    batch: int
    rate: float | str | None
    fit: Fit
    by: Literal["photo", "group"]
    layer: str
    channel: int
    cell: tuple[int, int]
    out: Path
    chosen: int
    against: int | None
    approximate: bool
    kernels: list[str]
    stride: int
    padding: int
    padding_mode: str
    dilation: int
    normalised: bool
    paths: Sequence[str] = ()
    photos: Sequence[ReadPhoto] = ()


class Parser(argparse.ArgumentParser):
    """argparse's, but it raises InputError instead of printing its usage and leaving."""

    def __init__(self, **settings: Any) -> None:
        """Keeps the lines of texts as written; options must be spelt out."""
        form = partial(argparse.RawDescriptionHelpFormatter, max_help_position=28)
        super().__init__(formatter_class=form, allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """What is wrong as an InputError."""
        sentence = message.removeprefix("argument ").rstrip(".")
        raise InputError(f"{sentence}.", f"See {self.prog} --help.")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""Where a command adds itself."""


def add_format(parser: Parser, *formats: str) -> None:
    """--format, one of `formats`, the first unless another is asked for."""
    text = f"{', '.join(formats)} (default: {formats[0]})"
    parser.add_argument("--format", choices=formats, default=formats[0], metavar="FORMAT", help=text)


def add_layer_and_out(parser: Parser, layer: str) -> None:
    """--layer, described as `layer`, and --out."""
    parser.add_argument("--layer", required=True, metavar="NAME", help=layer)
    add_out(parser)


def add_out(parser: Parser) -> None:
    """--out, a picture or an archive of arrays."""
    parser.add_argument("--out", required=True, type=_target, metavar="FILE", help="the file to write, .npz or .png")


def add_class(parser: Parser) -> None:
    """--class, and --against, the class that it is compared with."""
    parser.add_argument("--class", required=True, dest="chosen", type=whole, metavar="N", help="the class, from 0")
    parser.add_argument(
        "--against", type=whole, metavar="N", help="take the lead over this class in place of the logit"
    )


def add_network(parser: Parser) -> None:
    """Which network, with which weights, sees photos how, and where it runs."""
    group = parser.add_argument_group("network and photo")
    group.add_argument(
        "--model", default="resnet50", help="a network's name (default: resnet50), or package.module:function"
    )
    group.add_argument(
        "--weights",
        default="default",
        metavar="WEIGHTS",
        help="default, a published name such as IMAGENET1K_V2, untrained, untrained:SEED, or a checkpoint file",
    )
    group.add_argument("--labels", metavar="FILE", help="a text file with the name of one class a line")
    add_device(group)
    group.add_argument(
        "--recipe",
        choices=("weights", "post"),
        default="weights",
        metavar="RECIPE",
        help="how photos are prepared: as the weights expect it (default), or post, the blog post's 300 × 300",
    )
    group.add_argument(
        "--size",
        type=size,
        metavar="N",
        help="side of the square that the network sees, 32 to 1024; for the recipe of the weights, the photo's "
        "shorter side then becomes round(N * 256 / 224) (default: the recipe's own)",
    )


def add_device(group: argparse._ArgumentGroup) -> None:
    """--device, where networks run."""
    group.add_argument(
        "--device", type=_device, metavar="DEVICE", help="auto, cpu, cuda, cuda:1 or mps (default: auto)"
    )


def whole(text: str) -> int:
    """A whole number, of either sign."""
    # int() takes "１２", "1_0" and " 7 ", and fails on thousands of digits.
    if not (text.lstrip("-").isdecimal() and text.isascii() and len(text) <= 12 and text.count("-") <= 1):
        raise argparse.ArgumentTypeError(f"expected a whole number, got “{text}”")
    return int(text)


def size(text: str) -> int:
    """The side of a square in pixels."""
    side = whole(text)
    STANDARD.at_size(side)
    return side


def count_of(what: str) -> Callable[[str], int]:
    """The type of an option that asks for 1 or more of `what`."""

    def count(text: str) -> int:
        number = whole(text)
        if number < 1:
            raise argparse.ArgumentTypeError(f"expected 1 or more {what}, got {number}")
        return number

    return count


def cell(text: str) -> tuple[int, int]:
    """A row and a column."""
    row, comma, column = text.partition(",")
    if not comma or "," in column:
        raise argparse.ArgumentTypeError(f"expected a row and a column such as 5,7, got “{text}”")
    return whole(row), whole(column)


def _device(text: str) -> str:
    if not DEVICE.fullmatch(text):
        raise UnknownName("device", text, ("auto", "cpu", "cuda", "mps"))
    return text


def _target(text: str) -> Path:
    return check_target(text, FILES)

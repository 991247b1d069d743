"""What can be asked for on the command line; imports nothing slow, so that --help and refusals come at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from explorer.cli.photos import ReadPhoto
from explorer.errors import InputError, UnknownName
from explorer.image.recipe import STANDARD
from explorer.render.export import check_target
from explorer.settings import DEVICE

PROGRAM = "python -m explorer"
FILES = (".npz", ".png")

PHOTO = "a JPEG, PNG, WebP, GIF, BMP or HEIC"

DESCRIPTION = "Opens a convolutional network down to its numbers."
EPILOG = f"""\
examples:
  {PROGRAM} shapes --size 300
  {PROGRAM} scores mug.jpg bottle.jpg --top 3
  {PROGRAM} activations mug.jpg --layer layer1.0.bn1 --out bn1.npz
  {PROGRAM} kernels --layer conv1 --out conv1.png
  {PROGRAM} receipt mug.jpg --layer layer3.2.conv2 --channel 17 --cell 5,7

Each command says more: {PROGRAM} scores --help

exit status:
  0  done
  1  weights could not be downloaded, or the device failed
  2  something that was asked for cannot be used; one sentence on standard error names it
"""

SHAPES = f"""\
examples:
  {PROGRAM} shapes
  {PROGRAM} shapes --model vgg16 --size 300 --format csv

It needs no weights, photo or network. With --weights FILE or --labels FILE, the number of
classes is taken from the file.
"""
SCORES = f"""\
examples:
  {PROGRAM} scores mug.jpg
  {PROGRAM} scores *.jpg --top 1 --format json

json is one line a photo:
  {{"photo", "model", "weights", "top": [{{"class", "label", "probability", "logit"}}]}}
"""
ACTIVATIONS = f"""\
examples:
  {PROGRAM} activations mug.jpg --layer layer1.0.bn1 --out bn1.npz
  {PROGRAM} activations mug.jpg --layer layer1.0.relu --size 300 --out relu.png

.npz holds the array “activation”, float32, (channels, height, width), or (values,) for a layer
after which there are no maps. .png is the grid of all maps: orange above zero, blue below, each
map by its own largest value. “{PROGRAM} shapes” lists the layers.
"""
KERNELS = f"""\
examples:
  {PROGRAM} kernels --layer conv1 --out conv1.npz
  {PROGRAM} kernels --layer layer1.0.conv2 --out conv2.png

.npz holds the array “kernels”, float32, (outputs, inputs, height, width). .png is the grid:
kernels of three inputs in colour, grey being zero; of others the slices, one row an output and
one column an input, orange above zero, blue below. Each kernel by its own largest value.
“{PROGRAM} shapes” lists the layers.
"""
RECEIPT = f"""\
examples:
  {PROGRAM} receipt mug.jpg --layer layer3.2.conv2 --channel 17 --cell 5,7
  {PROGRAM} receipt mug.jpg --layer fc --channel 504 --cell 0,0 --top 5 --format json

The number is summed again in float64 and compared with the one that the network computed. Each
term names the layer, channel and cell of its input, so it can be asked about in turn, down to
the photo. Channels, rows and columns count from 0; a number without a place has the cell 0,0.

json is one line: {{"value", "captured", "difference", "bound", "holds", "operation", "bias",
  "terms": [{{"layer", "channel", "cell", "input", "weight", "product", "padding"}}],
  "rest": {{"count", "sum"}}, …}}. The terms, the rest and the bias add up to the value.
"""


class Options(argparse.Namespace):
    """What was asked for; None stands for a default that depends on the network.

    `photos` are the `paths` once they are read.
    """

    command: str
    model: str
    weights: str
    labels: str | None
    device: str | None
    recipe: str
    size: int | None
    format: str
    top: int | None
    layer: str
    channel: int
    cell: tuple[int, int]
    out: Path
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


def parse(argv: Sequence[str] | None = None) -> Options:
    """The options in `argv`, None: the process's arguments.

    Raises InputError for what is missing, unknown or out of range as far as that can be known without a
    network, ExportError for an --out that cannot be written; SystemExit after --help.
    """
    return _parser().parse_args(argv, namespace=Options())


def _parser() -> Parser:
    parser = Parser(prog=PROGRAM, description=DESCRIPTION, epilog=EPILOG)
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")

    shapes = commands.add_parser(
        "shapes",
        help="the table of layers",
        description="Lists every layer call with its output's shape and its parameters.",
        epilog=SHAPES,
    )
    _add_format(shapes, "text", "csv", "markdown")

    scores = commands.add_parser(
        "scores",
        help="the classes of photos",
        description="Says which classes the network sees in photos.",
        epilog=SCORES,
    )
    scores.add_argument("paths", nargs="+", metavar="PHOTO", help=PHOTO)
    scores.add_argument("--top", type=_count_of("classes"), metavar="N", help="how many classes (default: 5)")
    _add_format(scores, "text", "json")

    activations = commands.add_parser(
        "activations",
        help="what a layer makes of a photo",
        description="Writes all maps that a layer computes for a photo.",
        epilog=ACTIVATIONS,
    )
    activations.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    _add_layer_and_out(activations, "a layer's name, such as layer1.0.bn1")

    kernels = commands.add_parser(
        "kernels",
        help="the kernels of a convolution",
        description="Writes the kernels of a convolution.",
        epilog=KERNELS,
    )
    _add_layer_and_out(kernels, "a convolution's name, such as conv1")

    receipt = commands.add_parser(
        "receipt",
        help="what one number is made of",
        description="Opens one number of one layer down to the numbers that made it.",
        epilog=RECEIPT,
    )
    receipt.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    receipt.add_argument("--layer", required=True, metavar="NAME", help="a layer's name, such as layer3.2.conv2")
    receipt.add_argument("--channel", required=True, type=_whole, metavar="N", help="the channel, counted from 0")
    receipt.add_argument("--cell", required=True, type=_cell, metavar="ROW,COLUMN", help="the cell, such as 5,7")
    receipt.add_argument(
        "--top", type=_count_of("terms"), metavar="N", help="how many terms, the largest first (default: 20)"
    )
    _add_format(receipt, "text", "json")

    for command in (shapes, scores, activations, kernels, receipt):
        _add_common(command)
    return parser


def _add_format(parser: Parser, *formats: str) -> None:
    text = f"{', '.join(formats)} (default: {formats[0]})"
    parser.add_argument("--format", choices=formats, default=formats[0], metavar="FORMAT", help=text)


def _add_layer_and_out(parser: Parser, layer: str) -> None:
    parser.add_argument("--layer", required=True, metavar="NAME", help=layer)
    parser.add_argument("--out", required=True, type=_target, metavar="FILE", help="the file to write, .npz or .png")


def _add_common(parser: Parser) -> None:
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
    group.add_argument(
        "--device", type=_device, metavar="DEVICE", help="auto, cpu, cuda, cuda:1 or mps (default: auto)"
    )
    group.add_argument(
        "--recipe",
        choices=("weights", "post"),
        default="weights",
        metavar="RECIPE",
        help="how photos are prepared: as the weights expect it (default), or post, the blog post's 300 × 300",
    )
    group.add_argument(
        "--size",
        type=_size,
        metavar="N",
        help="side of the square that the network sees, 32 to 1024; for the recipe of the weights, the photo's "
        "shorter side then becomes round(N * 256 / 224) (default: the recipe's own)",
    )


def _whole(text: str) -> int:
    # int() takes "１２", "1_0" and " 7 ", and fails on thousands of digits.
    if not (text.lstrip("-").isdecimal() and text.isascii() and len(text) <= 12 and text.count("-") <= 1):
        raise argparse.ArgumentTypeError(f"expected a whole number, got “{text}”")
    return int(text)


def _size(text: str) -> int:
    size = _whole(text)
    STANDARD.at_size(size)
    return size


def _count_of(what: str) -> Callable[[str], int]:
    """The type of an option that asks for 1 or more of `what`."""

    def count(text: str) -> int:
        number = _whole(text)
        if number < 1:
            raise argparse.ArgumentTypeError(f"expected 1 or more {what}, got {number}")
        return number

    return count


def _cell(text: str) -> tuple[int, int]:
    row, comma, column = text.partition(",")
    if not comma or "," in column:
        raise argparse.ArgumentTypeError(f"expected a row and a column such as 5,7, got “{text}”")
    return _whole(row), _whole(column)


def _device(text: str) -> str:
    if not DEVICE.fullmatch(text):
        raise UnknownName("device", text, ("auto", "cpu", "cuda", "mps"))
    return text


def _target(text: str) -> Path:
    return check_target(text, FILES)

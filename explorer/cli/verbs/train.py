"""What can be asked of `train`."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from explorer.cli.arguments import PROGRAM, Commands, Parser, add_device, count_of, size, whole
from explorer.render.export import check_target

EPILOG = f"""\
examples:
  {PROGRAM} train products --out shop.safetensors
  {PROGRAM} train products --mode as-post --epochs 20 --size 300 --out shop.safetensors
  {PROGRAM} train products --model squeezenet1_0 --weights mine.pth --out shop.safetensors
  {PROGRAM} predict mug.jpg --weights shop.safetensors

The folder has one folder a product, named by its id, with the product's photos inside. 20 % of
the photos are held out. Files that cannot be read are named and left out.

head-only trains the head alone, on what the frozen body makes of each photo once. as-post does
what the blog post does: photos are varied in every epoch, and the body's batch norms are trained.

A training that is ended goes on where it was, from its last whole epoch, when the same command
is given again. It is kept in a folder beside the file until it is done. The file holds the
weights, labels, recipe and history; every other command opens it with --weights.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "train",
        help="a network that tells your products apart",
        description="Trains the post's learner on a folder of products.",
        epilog=EPILOG,
    )
    parser.add_argument("folder", metavar="FOLDER", help="a folder with one folder of photos a product")
    parser.add_argument("--out", required=True, type=_target, metavar="FILE", help="the file to write, .safetensors")
    _add_network(parser)
    _add_way(parser)


def _add_network(parser: Parser) -> None:
    group = parser.add_argument_group("network and photo")
    group.add_argument(
        "--model", "--network", default="resnet50", help="the network whose body is taken (default: resnet50)"
    )
    text = "default, a published name such as IMAGENET1K_V2, untrained, untrained:SEED, or a checkpoint file"
    group.add_argument("--weights", default="default", metavar="WEIGHTS", help=text)
    add_device(group)
    group.add_argument("--size", type=size, default=300, metavar="N", help="side of the photos (default: 300)")
    group.add_argument(
        "--fit", choices=("crop", "squish", "pad"), default="crop", metavar="FIT",
        help="how photos become squares: crop (default), squish or pad",
    )  # fmt: skip


def _add_way(parser: Parser) -> None:
    group = parser.add_argument_group("training")
    group.add_argument(
        "--mode", choices=("head-only", "as-post"), default="head-only", metavar="MODE",
        help="head-only (default) or as-post",
    )  # fmt: skip
    group.add_argument("--epochs", type=count_of("epochs"), metavar="N", help="default: 60 head-only, 20 as-post")
    group.add_argument("--batch", type=count_of("photos"), default=64, metavar="N", help="photos a step (default: 64)")
    group.add_argument("--seed", type=whole, default=0, metavar="N", help="what all chance comes from (default: 0)")
    group.add_argument(
        "--rate", type=_rate, metavar="RATE",
        help="the largest learning rate, or find (default: 0.01 head-only, 0.003 as-post)",
    )  # fmt: skip
    group.add_argument(
        "--hold-out", choices=("photo", "group"), default="photo", metavar="WHAT", dest="by",
        help="hold out single photos (default), or whole groups of files as their names say",
    )  # fmt: skip


def _rate(text: str) -> float | str:
    if text == "find":
        return text
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 0 < rate <= 10:
        raise argparse.ArgumentTypeError(f"expected a number above 0 and at most 10, or find, got “{text}”")
    return rate


def _target(text: str) -> Path:
    return check_target(text, (".safetensors",))

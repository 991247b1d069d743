"""What can be asked of `predict`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_format, add_network, count_of

EPILOG = f"""\
examples:
  {PROGRAM} predict mug.jpg --weights shop.safetensors
  {PROGRAM} predict *.jpg --weights shop.safetensors --top 3 --format json

FILE is what “{PROGRAM} train” wrote: it says itself which network it is for.

json is one line a photo:
  {{"photo", "product", "probability", "top": [{{"product", "probability", "logit"}}]}}
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "predict",
        help="the products of photos",
        description="Says which product of its catalogue a trained learner sees in photos.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs="+", metavar="PHOTO", help=PHOTO)
    parser.add_argument("--top", type=count_of("products"), metavar="N", help="how many products (default: 5)")
    add_format(parser, "text", "json")
    add_network(parser)

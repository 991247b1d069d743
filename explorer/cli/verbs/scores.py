"""What can be asked of `scores`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_format, add_network, count_of

EPILOG = f"""\
examples:
  {PROGRAM} scores mug.jpg
  {PROGRAM} scores *.jpg --top 1 --format json

json is one line a photo:
  {{"photo", "model", "weights", "top": [{{"class", "label", "probability", "logit"}}]}}
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "scores",
        help="the classes of photos",
        description="Says which classes the network sees in photos.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs="+", metavar="PHOTO", help=PHOTO)
    parser.add_argument("--top", type=count_of("classes"), metavar="N", help="how many classes (default: 5)")
    add_format(parser, "text", "json")
    add_network(parser)

"""What can be asked of `contributions`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_class, add_format, add_network, count_of

EPILOG = f"""\
examples:
  {PROGRAM} contributions mug.jpg --class 504
  {PROGRAM} contributions mug.jpg --class 504 --against 968 --top 5 --format json

The logit is bias + the sum of average × weight over the last maps, in float64; where the head
has hidden layers that are straight lines for this photo, they are folded into the weights. With
--against, all numbers are differences between the two classes.

json is one line: {{"class", "label", "logit", "bias", "kind",
  "terms": [{{"layer", "channel", "cell", "pooled", "weight", "product"}}], "rest": {{"count", "sum"}},
  "captured", "difference", "bound", "holds"}}, and with --against also "against" and its label.
The terms, the rest and the bias add up to the logit. “{PROGRAM} scores” lists the classes.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "contributions",
        help="why this class, and not that one",
        description="Says which channels of the last maps make the score of a class.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    add_class(parser)
    parser.add_argument(
        "--top", type=count_of("terms"), metavar="N", help="how many terms, the largest first (default: 20)"
    )
    add_format(parser, "text", "json")
    add_network(parser)

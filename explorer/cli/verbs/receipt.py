"""What can be asked of `receipt`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_format, add_network, cell, count_of, whole

EPILOG = f"""\
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


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "receipt",
        help="what one number is made of",
        description="Opens one number of one layer down to the numbers that made it.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    parser.add_argument("--layer", required=True, metavar="NAME", help="a layer's name, such as layer3.2.conv2")
    parser.add_argument("--channel", required=True, type=whole, metavar="N", help="the channel, counted from 0")
    parser.add_argument("--cell", required=True, type=cell, metavar="ROW,COLUMN", help="the cell, such as 5,7")
    parser.add_argument(
        "--top", type=count_of("terms"), metavar="N", help="how many terms, the largest first (default: 20)"
    )
    add_format(parser, "text", "json")
    add_network(parser)

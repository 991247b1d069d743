"""What can be asked of `shapes`."""

from __future__ import annotations

from explorer.cli.arguments import PROGRAM, Commands, add_format, add_network, count_of

EPILOG = f"""\
examples:
  {PROGRAM} shapes
  {PROGRAM} shapes --model vgg16 --size 300 --format csv
  {PROGRAM} shapes --learner 44 --size 300 --format post

It needs no weights, photo or network. With --weights FILE or --labels FILE, the number of
classes is taken from the file.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "shapes",
        help="the table of layers",
        description="Lists every layer call with its output's shape and its parameters.",
        epilog=EPILOG,
    )
    add_format(parser, "text", "csv", "markdown", "post")
    parser.add_argument(
        "--learner",
        type=count_of("products"),
        metavar="N",
        help="the post's learner: the network's body with a new head for N products",
    )
    add_network(parser)

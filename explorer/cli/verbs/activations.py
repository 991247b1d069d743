"""What can be asked of `activations`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_layer_and_out, add_network

EPILOG = f"""\
examples:
  {PROGRAM} activations mug.jpg --layer layer1.0.bn1 --out bn1.npz
  {PROGRAM} activations mug.jpg --layer layer1.0.relu --size 300 --out relu.png

.npz holds the array “activation”, float32, (channels, height, width), or (values,) for a layer
after which there are no maps. .png is the grid of all maps: orange above zero, blue below, each
map by its own largest value. “{PROGRAM} shapes” lists the layers.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "activations",
        help="what a layer makes of a photo",
        description="Writes all maps that a layer computes for a photo.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    add_layer_and_out(parser, "a layer's name, such as layer1.0.bn1")
    add_network(parser)

"""What can be asked of `kernels`."""

from __future__ import annotations

from explorer.cli.arguments import PROGRAM, Commands, add_layer_and_out, add_network

EPILOG = f"""\
examples:
  {PROGRAM} kernels --layer conv1 --out conv1.npz
  {PROGRAM} kernels --layer layer1.0.conv2 --out conv2.png

.npz holds the array “kernels”, float32, (outputs, inputs, height, width). .png is the grid:
kernels of three inputs in colour, grey being zero; of others the slices, one row an output and
one column an input, orange above zero, blue below. Each kernel by its own largest value.
“{PROGRAM} shapes” lists the layers.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "kernels",
        help="the kernels of a convolution",
        description="Writes the kernels of a convolution.",
        epilog=EPILOG,
    )
    add_layer_and_out(parser, "a convolution's name, such as conv1")
    add_network(parser)

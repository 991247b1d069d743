"""What can be asked of `cam`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_class, add_network, add_out

EPILOG = f"""\
examples:
  {PROGRAM} cam mug.jpg --class 504 --out cam.npz
  {PROGRAM} cam mug.jpg --class 504 --against 968 --out cam.png
  {PROGRAM} cam mug.jpg --class 504 --model mobilenet_v3_large --approximate --out cam.png

.npz holds the arrays “shares”, float64, (height, width), and “bias”: together they add up to the
logit, or with --against to the difference of two. .png lays the shares over the photo: orange
speaks for the class, blue against it. Where a network's cells have no exact shares the command
says why, and --approximate writes Grad-CAM: “grad_cam”, float32, whose cells add up to nothing.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "cam",
        help="where a class's score comes from",
        description="Writes the class activation map: each cell's exact share of the score of a class.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    add_class(parser)
    add_out(parser)
    parser.add_argument("--approximate", action="store_true", help="write Grad-CAM, an approximation, instead")
    add_network(parser)

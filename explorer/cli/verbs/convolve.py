"""What can be asked of `convolve`."""

from __future__ import annotations

from explorer.cli.arguments import PHOTO, PROGRAM, Commands, add_out, size, whole

EPILOG = f"""\
examples:
  {PROGRAM} convolve mug.jpg --kernel outline --out outline.png
  {PROGRAM} convolve mug.jpg --size 300 --kernel post-1 --kernel post-2 --out post.npz
  {PROGRAM} convolve mug.jpg --kernel mine.json --stride 2 --padding 1 --padding-mode reflect --out mine.npz

KERNEL is one of post-1, post-2, identity, box-blur, gaussian-blur, sharpen, outline, emboss,
sobel-right, sobel-left, sobel-down, sobel-up and laplacian, or a file that ends in .json:

  {{"name": "mine", "weights": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "divisor": 4, "bias": 0}}

Weights are rows, up to 15 × 15, for all colours, or three such planes, for red, green and blue;
the colours are summed. .npz holds the array “result”, float32, (kernels, height, width); .png is
the picture of all maps: orange above zero, blue below, each by its own largest value.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "convolve",
        help="what kernels make of a photo",
        description="Writes what one or more kernels make of a photo's values, 0 to 1.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs=1, metavar="PHOTO", help=PHOTO)
    parser.add_argument(
        "--kernel",
        required=True,
        action="append",
        dest="kernels",
        metavar="KERNEL",
        help="a preset's name or a .json file; may be given up to six times",
    )
    parser.add_argument("--stride", type=whole, default=1, metavar="N", help="1 to 32 (default: 1)")
    parser.add_argument(
        "--padding", type=whole, default=0, metavar="N", help="cells at each edge, 0 to 64 (default: 0)"
    )
    parser.add_argument(
        "--padding-mode",
        default="zeros",
        metavar="MODE",
        help="what is laid around the photo: zeros (default), reflect or replicate",
    )
    parser.add_argument("--dilation", type=whole, default=1, metavar="N", help="1 to 32 (default: 1)")
    parser.add_argument(
        "--size", type=size, metavar="N", help="squish the photo to N × N, 32 to 1024 (default: its own size)"
    )
    parser.add_argument(
        "--normalised", action="store_true", help="take the values less ImageNet's mean, divided by its spread"
    )
    add_out(parser)
    parser.set_defaults(device=None)  # no network, so nowhere for it to run

"""What can be asked for on the command line; imports nothing slow, so that --help and refusals come at once."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.cli.arguments import PROGRAM, Options, Parser
from explorer.cli.verbs import VERBS

DESCRIPTION = "Opens a convolutional network down to its numbers."
EPILOG = f"""\
examples:
  {PROGRAM} shapes --size 300
  {PROGRAM} scores mug.jpg bottle.jpg --top 3
  {PROGRAM} contributions mug.jpg --class 504 --against 968
  {PROGRAM} cam mug.jpg --class 504 --out cam.png
  {PROGRAM} activations mug.jpg --layer layer1.0.bn1 --out bn1.npz
  {PROGRAM} kernels --layer conv1 --out conv1.png
  {PROGRAM} receipt mug.jpg --layer layer3.2.conv2 --channel 17 --cell 5,7
  {PROGRAM} train products --out shop.safetensors
  {PROGRAM} predict mug.jpg --weights shop.safetensors

Each command says more: {PROGRAM} scores --help

exit status:
  0  done
  1  weights could not be downloaded, or the device failed
  2  something that was asked for cannot be used; one sentence on standard error names it
"""


def parse(argv: Sequence[str] | None = None) -> Options:
    """The options in `argv`, None: the process's arguments.

    Raises InputError for what is missing, unknown or out of range as far as that can be known without a
    network, ExportError for an --out that cannot be written; SystemExit after --help.
    """
    return _parser().parse_args(argv, namespace=Options())


def _parser() -> Parser:
    parser = Parser(prog=PROGRAM, description=DESCRIPTION, epilog=EPILOG)
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for verb in VERBS:
        verb.enter(commands)
    return parser

"""What can be asked of `replay`."""

from __future__ import annotations

from explorer.cli.arguments import PROGRAM, Commands, add_format

EPILOG = f"""\
examples:
  {PROGRAM} replay
  {PROGRAM} replay --format json

It needs no weights, network or photo. json has one line a statement: {{"lines", "quote", "said",
"measured", "equal", "mistaken"}}; "mistaken" says why a statement of the post is wrong, null where
it should hold. The exit status is 1 when a statement that should hold does not.
"""


def enter(commands: Commands) -> None:
    """Adds the command and its options."""
    parser = commands.add_parser(
        "replay",
        help="the blog post, statement by statement, against what is measured now",
        description="Measures what the blog post says of its data, its network and its kernels.",
        epilog=EPILOG,
    )
    add_format(parser, "text", "json")

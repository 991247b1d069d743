"""Runs one command: its result goes to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence

from explorer import settings
from explorer.cli.arguments import Options
from explorer.cli.parsing import parse
from explorer.cli.photos import read_all
from explorer.errors import DeviceError, DownloadError, ExplorerError, ReplayError

OK = 0
FAILED = 1
"""A download or a device failed, and may work later or elsewhere; or the replay of the post did not come out."""
REFUSED = 2
"""What was asked for cannot be used."""
INTERRUPTED = 128 + 2
PIPE_CLOSED = 128 + 13
"""What a shell reports for programs that end by SIGINT and by SIGPIPE."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command in `argv` (None: the process's arguments) and returns the exit status.

    Raises SystemExit after --help only.
    """
    _speak_utf8()
    try:
        options = parse(argv)
        _print(_result(options))
    except ExplorerError as error:
        print(_one_line(f"convscope: {error}"), file=sys.stderr)
        return FAILED if isinstance(error, DownloadError | DeviceError | ReplayError) else REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python would write what is left when it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return OK


def _speak_utf8() -> None:
    """UTF-8 in every locale. File names that are no text are written as escapes, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _result(options: Options) -> Iterator[str]:
    """The pieces of the command's result. Each command is imported when it is asked for: torch takes seconds."""
    server = settings.load()
    options.device = options.device or server.device
    options.photos = read_all(options.paths, server.megapixels)
    os.environ.setdefault("TORCH_CPP_LOG_LEVEL", "ERROR")  # read when torch is imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        command = importlib.import_module(f"explorer.cli.{options.command}")
        pieces: Iterable[str] = command.run(options)
        yield from pieces


def _print(pieces: Iterator[str]) -> None:
    """Writes the result, and nothing else: what a network of the user's own prints goes to standard error."""
    output = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        for piece in pieces:
            try:
                output.write(piece)
                output.flush()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise DeviceError(f"Standard output cannot be written: {error.strerror}.") from error


def _one_line(text: str) -> str:
    """`text` on one line, with control characters in file names as escapes."""
    line = " ".join(text.split())
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)

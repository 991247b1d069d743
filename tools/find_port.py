"""Prints the first free port from the given one on.

python tools/find_port.py 8501
"""

from __future__ import annotations

import errno
import socket
import sys

TRIED = 100


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now, on every address of this machine."""
    if any(_answers(address, port) for address in ("127.0.0.1", "::1")):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that lingers after its server has gone does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def _answers(address: str, port: int) -> bool:
    """Whether somebody listens there. BSD systems let a second server bind beside one on another address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            return probe.connect_ex((address, port)) == 0
    except OSError:
        return False  # this machine has no IPv6


def find_port(start: int) -> int:
    """The first free port of `start` .. `start + 99`."""
    for port in range(start, start + TRIED):
        if is_free(port):
            return port
    sys.exit(f"All ports from {start} to {start + TRIED - 1} are busy; stop one of the servers that hold them.")


if __name__ == "__main__":
    print(find_port(int(sys.argv[1])))

"""A busy port moves on to the next one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools.find_port import TRIED, find_port, is_free

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "find_port.py"


@pytest.fixture(params=["127.0.0.1", ""], ids=["this machine", "every address"])
def taken(request: pytest.FixtureRequest) -> int:
    """A port on which somebody listens."""
    listener = socket.create_server((request.param, 0))
    request.addfinalizer(listener.close)
    return int(listener.getsockname()[1])


def test_a_busy_port_is_passed_over(taken: int) -> None:
    assert not is_free(taken)
    assert taken < find_port(taken) < taken + TRIED


def test_the_found_port_can_be_listened_on(taken: int) -> None:
    answer = subprocess.run([sys.executable, SCRIPT, str(taken)], capture_output=True, text=True, check=True)
    with socket.create_server(("127.0.0.1", int(answer.stdout))):
        pass

"""Which node runs the JavaScript tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.find_node import OLDEST, find_node


def version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.removeprefix("v").split(".")[0])


def test_the_found_node_is_new_enough() -> None:
    assert version(find_node()) >= OLDEST


@pytest.mark.parametrize("installed", [None, "v18.20.0", "no number"])
def test_without_a_usable_node_playwrights_own_is_taken(
    installed: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}")
    if installed:
        old = tmp_path / "node"
        old.write_text(f"#!/bin/sh\necho {installed}\n")
        old.chmod(0o755)
    node = find_node()
    assert Path(node).parent.name == "driver"
    assert version(node) >= OLDEST

"""Runs the JavaScript tests beside this file with node's own test runner."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.find_node import find_node

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("**/*.test.js"))


def run_node(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([find_node(), "--test", str(file)], capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HERE)))
def test_javascript(file: Path) -> None:
    result = run_node(file)
    assert result.returncode == 0, result.stdout + result.stderr


def test_there_are_javascript_tests() -> None:
    assert FILES


def test_a_wrong_javascript_test_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.test.mjs"
    wrong.write_text('import test from "node:test"; test("sum", () => { if (1 + 1 !== 3) throw new Error("two"); });')
    result = run_node(wrong)
    assert result.returncode != 0
    assert "two" in result.stdout

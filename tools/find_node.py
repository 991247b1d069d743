"""Finds the node that runs the JavaScript tests: an installed one, or the one in Playwright's wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 20  # the first whose test runner and ES modules are settled


def find_node() -> str:
    """Path of a node of version 20 or newer."""
    for candidate in (shutil.which("node"), _carried()):
        if candidate and (_version(candidate) or 0) >= OLDEST:
            return candidate
    sys.exit(f"No node of version {OLDEST} or newer was found. `make test` installs Playwright, which carries one.")


def _carried() -> str | None:
    package = importlib.util.find_spec("playwright")
    if package is None or package.origin is None:
        return None
    node = Path(package.origin).parent / "driver" / "node"
    return str(node) if os.access(node, os.X_OK) else None


def _version(node: str) -> int | None:
    """Major version, or None when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60)
        return int(answer.stdout.strip().removeprefix("v").split(".")[0])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None

"""Checkpoint and label files that visitors upload: in a folder of the server's own, gone with the process."""

from __future__ import annotations

import atexit
import hashlib
import shutil
from pathlib import Path


class Uploads:
    """Files below `folder`, each in a folder named by its content; at most `budget` bytes, the oldest go first."""

    def __init__(self, folder: Path, budget: int) -> None:
        self._folder = folder
        self._budget = budget
        atexit.register(shutil.rmtree, folder, ignore_errors=True)

    def keep(self, data: bytes, name: str) -> str:
        """Write a file and return its path. The name is the uploader's, without any folder that it names."""
        folder = self._folder / hashlib.sha256(data).hexdigest()[:32]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (Path(name.replace("\\", "/")).name.strip(".") or "file")
        path.write_bytes(data)
        self._make_room(path)
        return str(path)

    def _make_room(self, newest: Path) -> None:
        files = sorted((file for file in self._folder.glob("*/*")), key=lambda file: file.stat().st_mtime)
        held = sum(file.stat().st_size for file in files)
        for file in files:
            if held <= self._budget:
                return
            if file != newest:
                held -= file.stat().st_size
                file.unlink()

"""Photos as a wall: equally large, with words below each; one of them is chosen by click or keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack


@dataclass(frozen=True)
class Tile:
    """One photo: the bytes of a JPEG or PNG file, its name below it, and a grey line below that."""

    picture: bytes
    label: str
    note: str = ""


def photo_wall(tiles: Sequence[Tile], *, name: str, side: int, verb: str = "", key: str) -> None:
    """Shows `tiles` in squares of about `side` CSS pixels; `name` is what the wall is called for those who cannot see.

    `verb` says what a click does, "Open this photo" for one; then it is sent as the trigger "open": the place of the
    tile, from 0. Without it, tiles are pictures alone.
    """
    data = payload(tiles, name, side, verb)
    mounted(load(Path(__file__).parent, "photo_wall"), "open", key=key, data=data)


def payload(tiles: Sequence[Tile], name: str, side: int, verb: str) -> bytes:
    """The message to the browser: all files one after the other, and where each of them ends."""
    ends = np.cumsum([len(tile.picture) for tile in tiles], dtype=np.int64).tolist()
    words = [{"label": tile.label, "note": tile.note} for tile in tiles]
    files = np.frombuffer(b"".join(tile.picture for tile in tiles), np.uint8)
    return pack({"tiles": words, "ends": ends, "name": name, "side": side, "verb": verb}, files=files)

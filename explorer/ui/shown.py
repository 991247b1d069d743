"""What screens show of a pass, as the server keeps it for the next one who looks."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.network.thumbnails import Thumbnail
from explorer.render.sheet import ChannelSheet
from explorer.render.statistics import tallied

# Bars of a layer's histogram: odd, so that zero has one of its own on a signed scale.
BARS = 55


@dataclass(frozen=True, eq=False)
class Shown:
    """The maps of one layer, (C, H, W) float32, read-only, and their 8-bit tiles."""

    maps: NDArray[np.float32]
    sheet: ChannelSheet

    @functools.cached_property
    def bars(self) -> NDArray[np.int64]:
        """How many values each bar of their histogram holds, (BARS,): from the largest |value| below zero, or from
        zero, to the largest above. Counted when asked for: moving faders make maps whose histogram nobody sees."""
        return tallied(self.maps, float(self.sheet.limits.max()), self.sheet.signed, BARS)

    @functools.cached_property
    def strongest(self) -> NDArray[np.int64]:
        """(C,): the channels, the one whose values are largest on average, whatever their sign, first."""
        size = np.nan_to_num(np.abs(self.maps).mean(axis=(1, 2)))
        return np.argsort(-size, kind="stable")

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self.maps.nbytes + self.sheet.tiles.nbytes


@dataclass(frozen=True, eq=False)
class Pictured:
    """The strongest maps of many layers, small."""

    thumbnails: dict[str, Thumbnail]

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return sum(thumbnail.tiles.nbytes for thumbnail in self.thumbnails.values())

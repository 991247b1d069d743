"""All channels of an activation as one sheet of 8-bit tiles: a quarter of its bytes, and quick to paint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from explorer.render.scale import NOT_A_NUMBER, STEPS, ZERO, Theme, border, colour_table
from explorer.render.statistics import Statistics

Range = Literal["channel", "layer"]
_ROOM = 1200
_GAP = 2
_BLOCK = 1 << 15  # values at a time: what fits the cache is fast


@dataclass(frozen=True, eq=False)
class ChannelSheet:
    """The channels of one activation, each on a scale of its own. Every array is read-only.

    - `tiles` (C, H, W) uint8: 128 + round(127 value / limit of the channel); 0 marks NaN, and the ends 1 and 255
      also take infinity.
    - `limits` (C,) float32: the largest finite |value|; 0 for a dead channel, whose tile is 128 throughout.
    - `low`, `high`, `mean`, `deviation` (C,) float32: over the finite values of a channel; 0 when it has none.
    - `zeros`, `below` (C,) float32: the shares of a channel's values that are zero, and below zero; 0 to 1.
    - `odd` (C,) int64: how many values are NaN or infinite.
    - `signed`: whether any value lies below zero.
    """

    tiles: npt.NDArray[np.uint8]
    limits: npt.NDArray[np.float32]
    low: npt.NDArray[np.float32]
    high: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float32]
    deviation: npt.NDArray[np.float32]
    zeros: npt.NDArray[np.float32]
    below: npt.NDArray[np.float32]
    odd: npt.NDArray[np.int64]
    signed: bool

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    @property
    def dead(self) -> int:
        """How many channels are zero everywhere."""
        return int(np.count_nonzero((self.limits == 0) & (self.odd == 0)))

    @property
    def whole(self) -> Statistics:
        """The statistics of all channels together, from those of each; float32 has rounded these before."""
        size = self.tiles[0].size
        kept = np.maximum(size - self.odd, 0).astype(np.float64)
        means = self.mean.astype(np.float64)  # the squares of small float32 values are zero in float32
        mean = float((kept * means).sum() / max(kept.sum(), 1))
        squares = kept * (self.deviation.astype(np.float64) ** 2 + (means - mean) ** 2)
        alive = kept > 0
        return Statistics(
            low=float(self.low[alive].min()) if alive.any() else 0.0,
            high=float(self.high[alive].max()) if alive.any() else 0.0,
            mean=mean,
            deviation=math.sqrt(squares.sum() / max(kept.sum(), 1)),
            below=float(self.below.mean(dtype=np.float64)),
            zero=float(self.zeros.mean(dtype=np.float64)),
            odd=int(self.odd.sum()),
        )

    def value(self, channel: int) -> npt.NDArray[np.float32]:
        """(H, W) float32, the values of a channel within limit / 254; NaN where the value was NaN."""
        steps = self.tiles[channel].astype(np.float32)
        values: npt.NDArray[np.float32] = (steps - ZERO) * (self.limits[channel] / np.float32(STEPS))
        values[self.tiles[channel] == NOT_A_NUMBER] = np.nan
        return values


def sheet(activation: npt.NDArray[np.float32]) -> ChannelSheet:
    """The sheet of an activation (C, H, W) float32, or of a vector (K,), which becomes K tiles of one cell.

    NaN and infinity do not touch the scale: limits and means come from the finite values, and `odd` counts
    the rest.
    """
    maps = np.asarray(activation, dtype=np.float32)
    maps = maps.reshape(-1, 1, 1) if maps.ndim == 1 else maps
    flat = np.ascontiguousarray(maps).reshape(len(maps), -1)
    with np.errstate(invalid="ignore", over="ignore"):
        low, high, total = flat.min(axis=1), flat.max(axis=1), flat.sum(axis=1, dtype=np.float32)
    if np.isfinite(low).all() and np.isfinite(high).all() and np.isfinite(total).all():
        odd = np.zeros(len(flat), dtype=np.int64)
        return _sheet(maps.shape, flat, low, high, total / np.float32(flat.shape[1]), odd)
    finite = np.isfinite(flat)
    low = np.where(finite, flat, np.inf).min(axis=1)
    high = np.where(finite, flat, -np.inf).max(axis=1)
    count = finite.sum(axis=1)
    low, high = np.where(count > 0, low, 0.0), np.where(count > 0, high, 0.0)
    mean = np.where(finite, flat, 0.0).sum(axis=1, dtype=np.float64) / np.maximum(count, 1)
    return _sheet(maps.shape, flat, low, high, mean, flat.shape[1] - count)


def _sheet(
    shape: tuple[int, ...],
    flat: npt.NDArray[np.float32],
    low: npt.NDArray[np.floating],
    high: npt.NDArray[np.floating],
    mean: npt.NDArray[np.floating],
    odd: npt.NDArray[np.int64],
) -> ChannelSheet:
    """Quantises flat (C, H * W) on the limits that low and high give."""
    limits = np.maximum(np.abs(low), np.abs(high)).astype(np.float32)
    tiles = np.empty(flat.shape, dtype=np.uint8)
    deviation, zeros, below = (np.empty(len(flat), dtype=np.float32) for _ in range(3))
    block = max(1, _BLOCK // flat.shape[1])
    for start in range(0, len(flat), block):
        part = slice(start, start + block)
        deviation[part] = _deviation(flat[part], mean[part, None], odd[part])
        zeros[part] = np.count_nonzero(flat[part] == 0, axis=1) / flat.shape[1]
        below[part] = np.count_nonzero((flat[part] < 0) & (flat[part] >= low[part, None]), axis=1) / flat.shape[1]
        tiles[part] = _quantised(flat[part], limits[part, None], bool(odd[part].any()))
    return ChannelSheet(
        tiles=tiles.reshape(shape),
        limits=limits,
        low=low.astype(np.float32),
        high=high.astype(np.float32),
        mean=mean.astype(np.float32),
        deviation=deviation,
        zeros=zeros,
        below=below,
        odd=odd,
        signed=bool(low.min() < 0),
    )


def _deviation(
    values: npt.NDArray[np.float32], mean: npt.NDArray[np.floating], odd: npt.NDArray[np.int64]
) -> npt.NDArray[np.floating]:
    """The deviation of the population of the finite values of each channel of a block."""
    if odd.any():
        values = np.where(np.isfinite(values), values, mean)
    away = values - mean.astype(np.float64)
    squares: npt.NDArray[np.floating] = np.einsum("cn,cn->c", away, away)
    deviation: npt.NDArray[np.floating] = np.sqrt(squares / np.maximum(values.shape[1] - odd, 1))
    return deviation


def _quantised(values: npt.NDArray[np.float32], limits: npt.NDArray[np.float32], odd: bool) -> npt.NDArray[np.float32]:
    """128 + round(127 value / limit) of a block of channels; a limit of 0 gives 128, NaN gives 0."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        factors = np.where(limits > 0, STEPS / limits.astype(np.float64), 0.0)
        # A limit near the smallest float32 has a factor beyond float32.
        tiny = bool((factors > np.finfo(np.float32).max).any())
        steps = values * (factors if tiny else factors.astype(np.float32))
        if odd:
            steps = np.where(np.isinf(values), np.copysign(STEPS, values), steps)
    np.rint(steps, out=steps)
    np.add(steps, ZERO, out=steps)
    return np.where(np.isnan(values), NOT_A_NUMBER, steps) if odd else steps


def to_picture(
    channels: ChannelSheet, columns: int | None = None, range_: Range = "channel", theme: Theme = "light"
) -> npt.NDArray[np.uint8]:
    """(H', W', 3) uint8: every channel in reading order, two pixels of border colour between tiles.

    `columns` None makes the picture about as wide as high, and not wider than 1,200 pixels; maps below 24
    cells are enlarged by a whole number. `range_` "channel" colours each tile by its own largest |value|,
    "layer" all by the largest of all.
    """
    count, height, width = channels.tiles.shape
    scale = max(1, math.ceil(24 / max(height, width)))
    tall, wide = height * scale + _GAP, width * scale + _GAP
    columns = columns or max(1, min(math.ceil(math.sqrt(count * tall / wide)), _ROOM // wide))
    rows = math.ceil(count / columns)
    table = colour_table(theme)
    picture = np.empty((rows * tall + _GAP, columns * wide + _GAP, 3), dtype=np.uint8)
    picture[:] = table[ZERO]
    for channel in range(count):
        top, left = channel // columns * tall, channel % columns * wide
        picture[top : top + tall + _GAP, left : left + wide + _GAP] = border(theme)
        tile = table[_on_range(channels, channel, range_)].repeat(scale, axis=0).repeat(scale, axis=1)
        picture[top + _GAP : top + tall, left + _GAP : left + wide] = tile
    picture.setflags(write=False)
    return picture


def _on_range(channels: ChannelSheet, channel: int, range_: Range) -> npt.NDArray[np.uint8]:
    """(H, W) colour indices of a channel on its own scale or on that of the whole layer."""
    tile: npt.NDArray[np.uint8] = channels.tiles[channel]
    largest = float(channels.limits.max())
    if range_ == "channel" or largest == 0:
        return tile
    factor = float(channels.limits[channel]) / largest
    moved = np.rint((np.arange(256) - ZERO) * factor + ZERO).astype(np.uint8)
    moved[NOT_A_NUMBER] = NOT_A_NUMBER
    recoloured: npt.NDArray[np.uint8] = moved[tile]
    return recoloured

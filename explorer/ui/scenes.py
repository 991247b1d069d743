"""What each screen shows, computed from what the visitor looks at: pages only draw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.errors import InputError, NetworkError, UnknownName
from explorer.explain.receipt import PROBABILITY
from explorer.explain.receptive import MapFields
from explorer.explain.terms import Cell, Place
from explorer.lab.kernel import LARGEST_SIDE
from explorer.network.arrange import map_shape
from explorer.network.kernels import convolutions, kernels, measures
from explorer.network.layers import Layer
from explorer.network.opened import OpenedNetwork
from explorer.network.shelf import Resident
from explorer.render.sheet import ChannelSheet
from explorer.ui import cache
from explorer.ui.components.feature_map import peak
from explorer.ui.workspace import Workspace

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LayerScene:
    """The Layers page: all layers' names, the chosen `layer`, its maps (C, H, W), and one of them enlarged.

    `bars` is the histogram of the whole layer, `seen` (h, w, 3) what the network saw of the photo, and `fields` say
    where on it the cells of the chosen map look.
    """

    names: tuple[str, ...]
    layer: Layer
    channels_in: int
    maps: Array
    sheet: ChannelSheet
    bars: NDArray[np.int64]
    channel: int
    pinned: Cell | None
    limit: float
    seen: NDArray[np.uint8]
    fields: MapFields | None

    @property
    def number(self) -> Place:
        """The number of the pinned cell, or of the highest."""
        row, column = self.pinned or peak(self.enlarged)
        return Place(self.layer.name, self.channel, (row, column))

    @property
    def shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        channels, height, width = self.maps.shape
        return channels, height, width

    @property
    def enlarged(self) -> Array:
        """The chosen map, (H, W)."""
        chosen: Array = self.maps[self.channel]
        return chosen

    def neighbour(self, step: int) -> str | None:
        """The name of the layer `step` places further, None past the ends."""
        place = self.names.index(self.layer.name) + step
        return self.names[place] if 0 <= place < len(self.names) else None

    @property
    def kernel_caption(self) -> str:
        """The size of the kernel that made the map, empty where there is none."""
        if self.layer.type != "Conv2d":
            return ""
        height, width = self.layer.kernel
        return f"kernel {self.channels_in // self.layer.groups} × {height} × {width}"


def layer_scene(place: Workspace, resident: Resident) -> LayerScene:
    """What the Layers page shows. A layer or channel that does not exist is said and replaced by the first."""
    photo, recipe = place.photo, place.recipe
    size = (recipe.crop, recipe.crop)
    network = resident.opened(size)
    layers = {layer.name: layer for layer in resident.layers(size)}
    chosen = _layer(place, network, tuple(layers))
    shown = cache.shown(photo, recipe, resident, chosen)
    layer, channel = layers[chosen], _channel(place, len(shown.maps))
    return LayerScene(
        names=tuple(layers),
        layer=layer,
        channels_in=map_shape(network, layer.inputs[0])[0] if layer.inputs else 0,
        maps=shown.maps,
        sheet=shown.sheet,
        bars=shown.bars,
        channel=channel,
        pinned=_pinned(place, shown.maps),
        limit=float(shown.sheet.limits.max()),
        seen=cache.prepared(photo, recipe).steps[2].array,
        fields=cache.fields(resident, size, chosen, channel),
    )


def _layer(place: Workspace, network: OpenedNetwork, names: tuple[str, ...]) -> str:
    wanted = place.view.layer
    if wanted in names:
        return wanted
    first = names[-1] if wanted == PROBABILITY else (*convolutions(network), names[0])[0]
    if wanted not in ("", PROBABILITY, network.input):
        place.complain(UnknownName("layer", wanted, names))
    place.show(place.view.at(first))
    return first


def _channel(place: Workspace, channels: int) -> int:
    if place.view.channel < channels:
        return place.view.channel
    place.complain(
        InputError(f"There is no channel {place.view.channel}; this layer has {channels}.", "Channel 0 is shown.")
    )
    place.show(place.view.at(place.view.layer))
    return 0


def _pinned(place: Workspace, maps: Array) -> Cell | None:
    cell, (height, width) = place.view.cell, maps.shape[1:]
    if cell is None or (cell[0] < height and cell[1] < width):
        return cell
    place.complain(
        InputError(f"There is no cell {cell[0]}, {cell[1]}; these maps have {height} × {width}.", "None is pinned.")
    )
    place.show(place.view.at(place.view.layer, place.view.channel))
    return None


@dataclass(frozen=True, eq=False)
class KernelScene:
    """The Kernels page: all convolutions' names, the chosen one and its kernels (C_out, C_in, kH, kW).

    `seen` (h, w, 3) is what the network saw of the photo.
    """

    names: tuple[str, ...]
    layer: str
    kernels: Array
    seen: NDArray[np.uint8]

    @property
    def is_first(self) -> bool:
        """Whether these kernels look at the photo itself."""
        return self.layer == self.names[0] and self.kernels.shape[1] == 3

    @property
    def fits(self) -> bool:
        """Whether all kernels are shown at once: three colours or one plane each."""
        return self.kernels.shape[1] in (1, 3)

    @property
    def fits_lab(self) -> bool:
        """Whether these kernels can be taken into the lab: three colours, at most 15 × 15."""
        return self.is_first and max(self.kernels.shape[2:]) <= LARGEST_SIDE

    def order(self, by: str) -> list[int]:
        """The outputs by "norm", "mean" or "zeros", the largest first; by their number for everything else."""
        if by not in ("norm", "mean", "zeros"):
            return list(range(len(self.kernels)))
        found: list[int] = np.argsort(-getattr(measures(self.kernels), by), kind="stable").tolist()
        return found

    def starts(self, axis: int, window: int) -> list[int]:
        """Where windows of `window` slices begin along the outputs (axis 0) or the inputs (axis 1)."""
        return list(range(0, self.kernels.shape[axis], window))

    def span(self, axis: int, start: int, window: int) -> str:
        """The numbers of the first and last slice of the window at `start`."""
        last = min(start + window, self.kernels.shape[axis]) - 1
        return f"{start} to {last}"


def kernel_scene(place: Workspace, resident: Resident) -> KernelScene:
    """What the Kernels page shows: the chosen layer, or the last convolution before it."""
    photo, recipe = place.photo, place.recipe
    network = resident.opened((recipe.crop, recipe.crop))
    names = convolutions(network)
    if not names:
        raise NetworkError("This network has no convolution and so no kernels.", "Choose another network.")
    order = [node.name for node in network.nodes]
    wanted = place.view.layer
    if wanted not in ("", PROBABILITY, network.input, *order):
        place.complain(UnknownName("layer", wanted, order))
    until = order[: order.index(wanted) + 1] if wanted in order else []
    layer = ([name for name in until if name in names] or [names[0]])[-1]
    return KernelScene(names, layer, kernels(network, layer), cache.prepared(photo, recipe).steps[2].array)


def chosen_kernel(place: Workspace, scene: KernelScene) -> int:
    """The output that is looked at; the last one where the layer has fewer."""
    return max(0, min(place.view.kernel[0], len(scene.kernels) - 1))


def kernel_map(place: Workspace, resident: Resident, scene: KernelScene) -> Array:
    """The map (H, W) that the chosen kernel makes of the photo."""
    made: Array = cache.shown(place.photo, place.recipe, resident, scene.layer).maps[chosen_kernel(place, scene)]
    return made

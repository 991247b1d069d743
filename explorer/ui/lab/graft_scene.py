"""What a grafted kernel changes: one map of the first convolution, the last maps, the logits."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.errors import InputError
from explorer.explain.head import head_of
from explorer.network.arrange import as_maps
from explorer.network.capture import Capture
from explorer.network.intervene import Graft, first_convolution, graft
from explorer.network.kernels import convolutions
from explorer.network.shelf import Resident
from explorer.ui import cache
from explorer.ui.lab.view import LETTERS
from explorer.ui.workspace import Workspace

Map = NDArray[np.float32]
_SLOT = "lab:grafted"
LEADING = 5


@dataclass(frozen=True, eq=False)
class MovedMap:
    """One map, (H, W) float32, as it was and as it is with the graft."""

    layer: str
    channel: int
    before: Map
    after: Map

    def told(self, letter: str) -> dict[str, Map]:
        """The maps under their titles, and their difference."""
        return {"as it was": self.before, f"with {letter}": self.after, "the change": self.after - self.before}


@dataclass(frozen=True, eq=False)
class GraftScene:
    """The Graft tab: the network's first convolution and, where something is grafted, what that changes.

    `own` is the map of the chosen channel as the network makes it. `first` and `last` are None without a graft, `last`
    also where the network has no maps behind the first convolution. `before` and `after` are logits (K,) float32.
    """

    layer: str
    channels: int
    channel: int
    letter: str
    own: Map
    labels: tuple[str, ...]
    before: Map
    after: Map
    first: MovedMap | None
    last: MovedMap | None
    seen: NDArray[np.uint8]

    @property
    def leader(self) -> tuple[int, int]:
        """The leading class before and after."""
        return int(self.before.argmax()), int(self.after.argmax())

    def rows(self) -> list[tuple[str, float, float, float]]:
        """(class, logit as it was, with the graft, change): the leading classes of both and those that moved most."""
        change = self.after.astype(np.float64) - self.before
        told = {int(one) for by in (-self.before, -self.after, -np.abs(change)) for one in np.argsort(by)[:LEADING]}
        ordered = sorted(told, key=lambda one: -float(self.after[one]))
        return [
            (self.labels[one], float(self.before[one]), float(self.after[one]), float(change[one])) for one in ordered
        ]


def graft_scene(place: Workspace, resident: Resident) -> GraftScene:
    """What the Graft tab shows. A graft that cannot be is said, and taken back. Raises InputError for a network into
    which nothing can be grafted."""
    photo, recipe = place.photo, place.recipe
    capture = cache.captured(photo, recipe, resident)
    node, _ = first_convolution(capture.network)
    key = (photo.digest, recipe, resident.network.digest, str(resident.device), _wanted(place))
    kept = st.session_state.get(_SLOT)
    if kept is None or kept[0] != key:
        try:
            made = _moved(capture, node.name, place)
        except InputError as complaint:
            place.complain(complaint)
            place.update(lab=dataclasses.replace(place.view.lab, graft=None))
            return graft_scene(place, resident)
        kept = (key, made)
        st.session_state[_SLOT] = kept
    after, first, last = kept[1]
    chosen = place.view.lab.graft or (0, 0)
    return GraftScene(
        layer=node.name,
        channels=node.shape[0],
        channel=chosen[1],
        letter=LETTERS[chosen[0]],
        own=_map(capture, node.name, chosen[1]),
        labels=resident.network.labels,
        before=capture.logits.float().cpu().numpy(),
        after=after,
        first=first,
        last=last,
        seen=cache.prepared(photo, recipe).steps[2].array,
    )


def _wanted(place: Workspace) -> object:
    """What is grafted where, None for nothing."""
    lab = place.view.lab
    return None if lab.graft is None else (lab.kernels[lab.graft[0]], lab.graft[1])


def _moved(capture: Capture, layer: str, place: Workspace) -> tuple[Map, MovedMap | None, MovedMap | None]:
    """The logits with the graft, the map that it makes, and the last map that moved most.

    Only these few arrays are kept, in this visitor's session: the capture with the graft ends here.
    """
    lab = place.view.lab
    if lab.graft is None:
        return capture.logits.float().cpu().numpy(), None, None
    kernel, channel = lab.kernels[lab.graft[0]], lab.graft[1]
    grafted = graft(capture, Graft(channel, kernel.slices().copy(), kernel.bias))
    first = MovedMap(layer, channel, _map(capture, layer, channel), _map(grafted, layer, channel))
    late = head_of(capture.network).maps or convolutions(capture.network)[-1]
    last = None
    if late != layer:
        apart = (as_maps(grafted, late).double() - as_maps(capture, late).double()).abs().mean(dim=(1, 2))
        most = int(apart.argmax())
        last = MovedMap(late, most, _map(capture, late, most), _map(grafted, late, most))
    return grafted.logits.float().cpu().numpy(), first, last


def _map(capture: Capture, layer: str, channel: int) -> Map:
    found: Map = as_maps(capture, layer)[channel].float().cpu().numpy()
    return found

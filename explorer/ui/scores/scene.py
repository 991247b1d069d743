"""What the Scores page shows: the classes, and the sum that makes the score of one of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError, InputError
from explorer.explain.class_map import ClassMap, all_at_once, class_maps, refusal
from explorer.explain.scores import Contributions
from explorer.image.photo import Photo
from explorer.network.capture import Capture
from explorer.network.intervene import Mix, check_fader, moved
from explorer.network.opened import OpenedNetwork
from explorer.network.shelf import Resident
from explorer.render.sheet import ChannelSheet
from explorer.ui import cache
from explorer.ui.scores.waterfall import Waterfall, lead_decimals, waterfall
from explorer.ui.workspace import Workspace

Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class ScoreScene:
    """(K,) logits of the last `layer` and probabilities, with their labels, and the sum `found` of one of them.

    `fall` is the sum as printed; `pools` says in a word what each of several pools makes of a map. `sheet` are the
    last maps, None where the sum has none; `photo_layer` is the layer of the photo's tensor. `shares` is where the
    score comes from, exactly; where that cannot be said `refusal` says why, and `approximation` is Grad-CAM, (H, W),
    or None. `seen` is what the network saw, (h, w, 3). `faders` are those of the mixing desk that stand elsewhere than
    at 1; `logits_before` and `probabilities_before` are those without them. `about` names photo and network, whatever
    the faders.
    """

    about: str
    layer: str
    labels: tuple[str, ...]
    logits: Array
    probabilities: Array
    trained: bool
    found: Contributions
    fall: Waterfall
    pools: dict[str, str]
    sheet: ChannelSheet | None
    photo_layer: str
    shares: ClassMap | None
    refusal: str
    approximation: Array | None
    seen: Pixels
    capture: Capture
    faders: Mix
    logits_before: Array
    probabilities_before: Array

    @property
    def chosen(self) -> int:
        """The class that the page is about."""
        return self.found.chosen

    @property
    def against(self) -> int | None:
        """The class that it is compared with."""
        return self.found.against

    @property
    def asked(self) -> str:
        """Names photo, network, the question of the sum and what its terms are, whatever the faders."""
        head = self.found.head
        return f"{self.about} {self.chosen} {self.against} {head.kind} {' '.join(head.entries)}"

    @functools.cached_property
    def order(self) -> list[int]:
        """All classes, the largest logit first."""
        order: list[int] = np.argsort(-self.logits, kind="stable").tolist()
        return order

    @property
    def rivals(self) -> list[int]:
        """The classes that the chosen one can be compared with, the largest logit first."""
        return [one for one in self.order if one != self.chosen]

    @property
    def maps_to_open(self) -> str:
        """The layer of the maps, where it can be opened in Layers; empty where there is none."""
        maps = self.found.head.maps
        return "" if self.sheet is None or maps == self.photo_layer else maps

    @property
    def cells(self) -> NDArray[np.floating] | None:
        """(H, W): the share of each cell, or the approximation; None where there is neither."""
        return self.approximation if self.shares is None else self.shares.shares

    @property
    def limit(self) -> float:
        """The largest |share| of a cell, or value of the approximation."""
        return 0.0 if self.cells is None else float(np.nan_to_num(np.abs(self.cells)).max())

    @property
    def is_whole(self) -> bool:
        """Whether the maps of all classes can be had at once."""
        return all_at_once(self.capture.network)

    def rows(self) -> list[tuple[str, ...]]:
        """All classes as text, the largest logit first, with a header."""
        columns = {"logit": self.logits, "probability": self.probabilities}
        if self.faders:
            columns |= {"logit before": self.logits_before, "probability before": self.probabilities_before}
        lines = ((str(k), self.labels[k], *(str(values[k]) for values in columns.values())) for k in self.order)
        return [("class", "label", *columns), *lines]

    def terms(self) -> list[tuple[str, ...]]:
        """All terms of the sum as text, the largest first, with a header; the bias and the sum last."""
        terms = self.found.terms
        header = ("layer", "channel", "row", "column", "input", "weight", "product")
        lines = [
            (one.layer, str(one.channel), *map(str, one.cell), repr(one.input), repr(one.weight), repr(one.product))
            for one in (terms[int(place)] for place in terms.largest(len(terms)))
        ]
        sums = [("bias", *[""] * 5, repr(self.found.bias)), ("sum", *[""] * 5, repr(self.found.logit))]
        return [header, *lines, *sums]

    def all_maps(self) -> dict[str, Array]:
        """The class maps of all K classes, shares (K, H, W) and biases (K,)."""
        shares, biases = class_maps(self.capture)
        return {"shares": shares, "bias": biases}


def score_scene(place: Workspace, resident: Resident) -> ScoreScene:
    """What the Scores page shows. A class that is not there is said, and replaced by the leading one."""
    capture = cache.captured(place.photo, place.recipe, resident)
    _check_faders(place, capture.network)
    return _scene(place, resident, place.photo, *_classes(place, capture.logits.float().cpu().numpy()))


def beside_scene(place: Workspace, resident: Resident, scene: ScoreScene) -> ScoreScene | None:
    """The same class, seen in the photo beside; None where there is none."""
    photo = place.beside
    return None if photo is None else _scene(place, resident, photo, scene.chosen, scene.against)


def _scene(place: Workspace, resident: Resident, photo: Photo, chosen: int, against: int | None) -> ScoreScene:
    recipe, faders = place.recipe, place.view.faders
    before = cache.captured(photo, recipe, resident)
    capture = cache.captured(photo, recipe, resident, faders)
    network = capture.network
    logits: Array = capture.logits.float().cpu().numpy()
    why = cache.explained(photo, recipe, resident, chosen, against, faders)
    found = why.found
    pools = _pools(network, found)
    places = None if against is None else lead_decimals(found.logit, (float(logits[chosen]), float(logits[against])))
    has_maps = bool(found.head.maps) and found.head.kind != "hidden"
    return ScoreScene(
        about=cache.pass_name(photo, recipe, resident),
        layer=network.output,
        labels=resident.network.labels,
        logits=logits,
        probabilities=capture.probabilities.float().cpu().numpy(),
        trained=resident.network.trained,
        found=found,
        fall=waterfall(found, pools, places),
        pools=pools,
        sheet=cache.shown(photo, recipe, resident, found.head.maps, faders).sheet if has_maps else None,
        photo_layer=network.input,
        shares=why.shares,
        refusal=refusal(network),
        approximation=why.approximation,
        seen=cache.prepared(photo, recipe).steps[2].array,
        capture=capture,
        faders=moved(faders),
        logits_before=before.logits.float().cpu().numpy(),
        probabilities_before=before.probabilities.float().cpu().numpy(),
    )


def _check_faders(place: Workspace, network: OpenedNetwork) -> None:
    """Faders that the network does not have are said, and all are reset."""
    try:
        for fader in place.view.faders:
            check_fader(network, fader)
    except ExplorerError as complaint:
        place.complain(complaint)
        place.update(faders=(), desk="")


def _classes(place: Workspace, logits: Array) -> tuple[int, int | None]:
    """The chosen class and the one that it is compared with, of those that the network has."""
    leading = int(np.argmax(logits))
    for asked in (place.view.chosen, place.view.against):
        if asked is not None and not 0 <= asked < len(logits):
            place.complain(
                InputError(f"There is no class {asked}; this network has {len(logits)}.", "The leading one is shown.")
            )
            place.update(chosen=None, against=None)
    chosen = leading if place.view.chosen is None else place.view.chosen
    if place.view.against == chosen:
        place.update(against=None)
    return chosen, place.view.against


def _pools(network: OpenedNetwork, found: Contributions) -> dict[str, str]:
    """In a word what each of several pools makes of a map."""
    layers = found.terms.layers
    if len(layers) < 2 or found.head.kind != "pooled":
        return {}
    return {layer: "max" if "max" in network.node(layer).kind.lower() else "avg" for layer in layers}

"""What one visitor looks at: photo, network, layer, channel; and its form in the address."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from explorer.catalogue.split import By
from explorer.errors import ExplorerError, InputError, UnknownName
from explorer.explain.terms import Cell, Place
from explorer.image.preprocess import Fit
from explorer.network.intervene import Mix
from explorer.network.weights import SUFFIXES, UNTRAINED, resolve
from explorer.ui.choices import is_model, model_names, model_of, sample_names, usual_weights
from explorer.ui.lab import view as lab_view
from explorer.ui.lab.view import LabView

# Characters of one part of the address that are read: no name is as long.
_LONGEST = 200


@dataclass(frozen=True)
class Viewpoint:
    """One visitor's choices.

    `photo` is the name of a built-in photo or the key of an uploaded one; `uploads` are the keys of all
    uploaded ones, the newest first. `weights` is what explorer.network.weights.resolve takes; `labels` the path of
    a label file, or empty. `recipe` is "weights" or "post", `size` the side of the square that the network sees
    (0: the recipe's own), `fit` how it becomes one (None: the recipe's own). `layer` is empty until one is chosen;
    `cell` (row, column) is the number of its map that is pinned or opened, None until there is one. `way` are the
    numbers that were opened one from another before this one, the first first. `chosen` is the class that the scores
    are about, None for the leading one, `against` the one that it is compared with. `beside` is the photo that stands
    beside this one, empty for none. `catalogue` is the key of an uploaded catalogue, or "server:" and the name of one
    of the server's, empty for the built-in one; `seed` and `by` say which of its photos are held out.
    `lab` is what was made in the lab. `faders` are those that were moved or picked on the mixing desk, in that order,
    and `desk` the layer whose faders it shows, empty for the last maps; `turn` is the number of their last move.
    """

    photo: str
    uploads: tuple[str, ...] = ()
    model: str = "resnet50"
    weights: str = "default"
    labels: str = ""
    device: str = "auto"
    recipe: str = "weights"
    size: int = 0
    fit: Fit | None = None
    layer: str = ""
    channel: int = 0
    cell: Cell | None = None
    way: tuple[Place, ...] = ()
    kernel: tuple[int, int] = (0, 0)
    chosen: int | None = None
    against: int | None = None
    beside: str = ""
    catalogue: str = ""
    seed: int = 0
    by: By = "photo"
    lab: LabView = lab_view.USUAL
    faders: Mix = ()
    desk: str = ""
    turn: int = 0

    @property
    def place(self) -> Place | None:
        """The number that is looked at, None where no layer or no cell is chosen."""
        return Place(self.layer, self.channel, self.cell) if self.layer and self.cell is not None else None

    def at(self, layer: str, channel: int = 0, cell: Cell | None = None) -> Viewpoint:
        """The same photo and network, looked at elsewhere; no way leads there."""
        kernel = self.kernel if layer == self.layer else (0, 0)
        return dataclasses.replace(self, layer=layer, channel=channel, cell=cell, way=(), kernel=kernel)

    def with_network(self, model: str, weights: str, labels: str = "") -> Viewpoint:
        """The same photo seen by another network; layer and class start anew, for the other may not have them."""
        here = self if model == self.model else dataclasses.replace(self.at(""), faders=(), desk="")
        return dataclasses.replace(here, model=model, weights=weights, labels=labels, way=(), chosen=None, against=None)

    def faded(self, layer: str, faders: Mix) -> Viewpoint:
        """The same with these faders moved, or picked, and the desk showing those of `layer`."""
        standing = {(one.layer, one.channel): one for one in (*self.faders, *faders)}
        return dataclasses.replace(self, faders=tuple(standing.values()), desk=layer)

    def with_faders_of(self, later: Viewpoint | None) -> Viewpoint:
        """The same with the faders as in `later`, where they were moved there after this, for the same network."""
        if later is None or later.turn <= self.turn or later.model != self.model:
            return self
        return dataclasses.replace(self, faders=later.faders, desk=later.desk, turn=later.turn)


def to_address(view: Viewpoint) -> dict[str, str]:
    """The query parameters that bring somebody else to the same place.

    An uploaded photo and a checkpoint file stay with their visitor and are not in the address.
    """
    address = {"model": view.model, "layer": view.layer, "channel": str(view.channel)}
    if view.photo in sample_names():
        address["photo"] = view.photo
    if view.beside in sample_names():
        address["beside"] = view.beside
    if view.weights != "default" and not is_file(view.weights):
        address["weights"] = view.weights
    if view.recipe != "weights":
        address["recipe"] = view.recipe
    if view.size:
        address["size"] = str(view.size)
    if view.fit is not None:
        address["fit"] = view.fit
    for part, number in (("class", view.chosen), ("against", view.against)):
        if number is not None:
            address[part] = str(number)
    if view.cell is not None:
        address["cell"] = f"{view.cell[0]},{view.cell[1]}"
    if not view.layer:
        for part in ("layer", "channel", "cell"):
            address.pop(part, None)
    return address | lab_view.to_address(view.lab)


def from_address(view: Viewpoint, query: Mapping[str, str]) -> tuple[Viewpoint, list[ExplorerError]]:
    """`view` with what the query says, and a complaint for each part of it that cannot be used.

    Layer, channel, cell and class are checked by the page that shows them, for only the opened network knows them.
    """
    complaints: list[ExplorerError] = []
    before = view
    if view.beside in sample_names():  # an address leaves out what stays with its visitor, and nothing else
        view = dataclasses.replace(view, beside="")
    for name, read in _READERS.items():
        if name not in query:
            continue
        try:
            view = read(view, query[name][:_LONGEST])
        except ExplorerError as complaint:
            complaints.append(complaint)
    view = _lab(view, query, complaints)
    # A reload comes back to the same number, by the same way.
    same = view.place == before.place and view.model == before.model
    return dataclasses.replace(view, way=before.way if same else ()), complaints


def _lab(view: Viewpoint, query: Mapping[str, str], complaints: list[ExplorerError]) -> Viewpoint:
    lab = view.lab
    for name, read in lab_view.READERS.items():
        if name in query:
            try:
                lab = read(lab, query[name][: lab_view.LONGEST_ADDRESS])
            except ExplorerError as complaint:
                complaints.append(complaint)
    return dataclasses.replace(view, lab=lab)


def is_file(weights: str) -> bool:
    """Whether `weights` is the path of a checkpoint rather than a name."""
    return "/" in weights or weights.endswith(SUFFIXES)


def _photo(view: Viewpoint, text: str) -> Viewpoint:
    if text not in sample_names():
        raise UnknownName("built-in photo", text, sample_names())
    return dataclasses.replace(view, photo=text)


def _beside(view: Viewpoint, text: str) -> Viewpoint:
    return dataclasses.replace(view, beside=_photo(view, text).photo)


def _model(view: Viewpoint, text: str) -> Viewpoint:
    if not is_model(text):
        raise UnknownName("network", text, model_names())
    # An address leaves out what is usual, and what stays with its visitor: files.
    own = text == view.model and is_file(view.weights)
    weights, labels = (view.weights, view.labels) if own else (usual_weights(text), "")
    return dataclasses.replace(view.with_network(text, weights, labels), recipe="weights", size=0, fit=None)


def _weights(view: Viewpoint, text: str) -> Viewpoint:
    if is_file(text):
        raise InputError("The address names a checkpoint file.", "Open files on the page, not by address.")
    model = model_of(view.model)
    # Asked before `resolve`, which would look for any other name among the files of the server's folder.
    known = ("default", *model.weights, UNTRAINED)
    if text not in known and not text.startswith(f"{UNTRAINED}:"):
        raise UnknownName("weights name", text, known)
    resolve(model, text)
    return dataclasses.replace(view, weights=text)


def _recipe(view: Viewpoint, text: str) -> Viewpoint:
    if text not in ("weights", "post"):
        raise UnknownName("recipe", text, ("weights", "post"))
    return dataclasses.replace(view, recipe=text)


def _fit(view: Viewpoint, text: str) -> Viewpoint:
    fits = get_args(Fit)
    if text not in fits:
        raise UnknownName("way to a square", text, fits)
    return dataclasses.replace(view, fit=cast(Fit, text))


def _size(view: Viewpoint, text: str) -> Viewpoint:
    size = _whole_number("size", text)
    if size and not 32 <= size <= 1024:
        raise InputError(f"The address asks for a size of {text}.", "Sizes go from 32 to 1,024.")
    return dataclasses.replace(view, size=size)


def _layer(view: Viewpoint, text: str) -> Viewpoint:
    return view.at(text)


def _channel(view: Viewpoint, text: str) -> Viewpoint:
    return dataclasses.replace(view, channel=_whole_number("channel", text))


def _cell(view: Viewpoint, text: str) -> Viewpoint:
    row, comma, column = text.partition(",")
    if not comma:
        raise InputError(f"The address says cell={text[:40]}.", "Expected a row and a column, such as 5,7.")
    return dataclasses.replace(view, cell=(_whole_number("cell", row), _whole_number("cell", column)))


def _chosen(view: Viewpoint, text: str) -> Viewpoint:
    return dataclasses.replace(view, chosen=_whole_number("class", text))


def _against(view: Viewpoint, text: str) -> Viewpoint:
    return dataclasses.replace(view, against=_whole_number("against", text))


def _whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InputError(f"The address says {name}={text[:40]}.", "Expected a whole number from 0 up.")
    return int(text)


# The order matters: another model empties the layer, another layer the channel and the cell.
_READERS = {
    "photo": _photo,
    "beside": _beside,
    "model": _model,
    "weights": _weights,
    "recipe": _recipe,
    "size": _size,
    "fit": _fit,
    "layer": _layer,
    "channel": _channel,
    "cell": _cell,
    "class": _chosen,
    "against": _against,
}

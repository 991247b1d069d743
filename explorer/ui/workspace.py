"""The one typed door to session state and to the address."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.errors import ExplorerError, InputError, PhotoError
from explorer.explain.terms import Cell, Place
from explorer.image.photo import Photo
from explorer.image.preprocess import POST, Recipe
from explorer.lab.kernel import kernel_of
from explorer.network.device import available
from explorer.network.opened import OpenedNetwork
from explorer.network.registry import recipe_of
from explorer.network.shelf import Resident
from explorer.network.weights import Network
from explorer.ui import cache
from explorer.ui.cache import NetworkKey, server
from explorer.ui.choices import model_of, sample_names, samples, settings
from explorer.ui.components.visit_key import visit_key
from explorer.ui.viewpoint import Viewpoint, from_address, is_file, to_address

_SLOT = "workspace"
# Stops that a way keeps: twice as many as there are steps from a class to the photo in the deepest networks.
LONGEST_WAY = 2000


@dataclass(frozen=True)
class Arrival:
    """How a session began: the key of the visit that its cookie named, and what the address asked for."""

    start: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


class Workspace:
    """One visitor's place: what is looked at, and the sentences that wait to be shown."""

    def __init__(
        self, key: str, view: Viewpoint, complaints: list[ExplorerError], arrival: Arrival = Arrival()
    ) -> None:
        self.key = key
        self.view = view
        self.complaints = complaints
        self.arrival = arrival

    def update(self, **changes: Any) -> None:
        """Look at something else: keyword arguments are fields of Viewpoint."""
        self.show(dataclasses.replace(self.view, **changes))

    def show(self, view: Viewpoint) -> None:
        """Look at `view` from now on; the address and the kept visit follow."""
        self.view = view
        server().visits.keep(self.key, view)
        self.write_address()

    def hear(self) -> None:
        """Look at the faders where they were moved to beside the runs of the pages."""
        self.view = self.view.with_faders_of(server().visits.take_moved(self.key))

    def come_back(self, left: str) -> None:
        """Look at what this tab showed under the key `left`, before it was loaded again; nothing where that is gone."""
        kept = server().visits.follow(self.key, left)
        if kept is not None:
            view, _ = from_address(kept, self.arrival.query)  # complaints of the address have been said
            # Moves are counted in the tab: a later one must not be taken for an earlier one.
            self.show(dataclasses.replace(view, turn=max(view.turn, self.view.turn)))

    def open_layer(self, layer: str) -> None:
        """Look at `layer`, at the channel that was chosen there where it is the one looked at already."""
        if layer != self.view.layer:
            self.show(self.view.at(layer))

    def pin(self, cell: Cell) -> None:
        """Look at one cell of the map that is looked at."""
        self.show(self.view.at(self.view.layer, self.view.channel, cell))

    def open_number(self, place: Place) -> None:
        """Look at one number; the way to the numbers that it is made of begins here."""
        self.show(self.view.at(place.layer, place.channel, place.cell))

    def follow(self, place: Place) -> None:
        """Look at one of the parts of the number that is looked at; the way leads there."""
        here = self.view.place
        if place == here:  # a second click on what has led here already
            return
        way = self.view.way if here is None else (*self.view.way, here)
        self.show(dataclasses.replace(self.view.at(place.layer, place.channel, place.cell), way=way[-LONGEST_WAY:]))

    def go_back(self, stop: int) -> None:
        """Return to stop number `stop` of the way; a stop that is not there changes nothing."""
        if 0 <= stop < len(self.view.way):
            place, way = self.view.way[stop], self.view.way[:stop]
            self.show(dataclasses.replace(self.view.at(place.layer, place.channel, place.cell), way=way))

    def take_into_lab(self, layer: str, number: int, weights: NDArray[np.float32]) -> None:
        """Add kernel `number` of `layer`, `weights` (3, kH, kW), to the lab."""
        self.update(lab=self.view.lab.with_kernel(kernel_of(f"{layer}, kernel {number}", weights)))

    def write_address(self) -> None:
        """Let the address say what is looked at; a switch of pages has emptied it."""
        wanted = to_address(self.view)
        if st.query_params.to_dict() != wanted:
            st.query_params.from_dict(wanted)

    def complain(self, complaint: ExplorerError) -> None:
        """Let the next page that is drawn say what went wrong."""
        self.complaints.append(complaint)

    @property
    def photo(self) -> Photo:
        """The photo that is looked at; the first built-in one when it had to make room."""
        if self.view.photo in samples():
            return cache.sample_photo(self.view.photo)
        kept = server().photos.get(self.view.photo)
        if kept is None:
            self.complain(PhotoError("The uploaded photo had to make room for newer ones.", "Upload it again."))
            self.update(photo=sample_names()[0], uploads=tuple(self.uploads))
            return cache.sample_photo(self.view.photo)
        return kept

    @property
    def beside(self) -> Photo | None:
        """The photo that stands beside the one that is looked at; None where none was chosen, or it had to go."""
        chosen = self.view.beside
        if not chosen or chosen == self.view.photo:
            return None
        kept = cache.sample_photo(chosen) if chosen in samples() else server().photos.get(chosen)
        if kept is None:
            self.complain(PhotoError("The photo beside this one had to make room for newer ones.", "Upload it again."))
            self.update(beside="")
        return kept

    @property
    def uploads(self) -> dict[str, str]:
        """Key and name of the uploaded photos that are still kept, the newest first."""
        kept = ((key, server().photos.peek(key)) for key in self.view.uploads)
        return {key: photo.name for key, photo in kept if photo is not None}

    def add_photo(self, data: bytes, name: str) -> None:
        """Look at an uploaded photo. What cannot be read is said, and the photo shown before stays."""
        try:
            key = cache.keep_photo(data, name)
        except PhotoError as refusal:
            self.complain(refusal)
            return
        self.update(photo=key, uploads=(key, *(other for other in self.view.uploads if other != key)))

    @property
    def network_key(self) -> NetworkKey:
        """The network that is looked at, under one key however it was asked for."""
        weights, where = self.view.weights, self.view.device
        if weights == "default":
            weights = model_of(self.view.model).default or weights
        if where == "auto":
            where = settings().device
        return NetworkKey(self.view.model, weights, self.view.labels, available()[0] if where == "auto" else where)

    @property
    def recipe(self) -> Recipe:
        """The preprocessing; a file's own once it is loaded, till then that of its architecture."""
        base = POST if self.view.recipe == "post" else self._weights_recipe()
        sized = base.at_size(self.view.size) if self.view.size else base
        return dataclasses.replace(sized, fit=self.view.fit) if self.view.fit else sized

    def _weights_recipe(self) -> Recipe:
        model, ready = model_of(self.view.model), self._ready()
        if ready is not None:
            return ready.recipe
        named = self.view.weights in model.weights or is_file(self.view.weights)
        return recipe_of(model, self.view.weights) if named else model.recipe

    def blank_network(self, size: int = 0) -> OpenedNetwork:
        """The chosen network without its weights, for a square of `size` pixels (0: what the recipe says)."""
        ready = self._ready()
        classes = len(ready.labels if ready else model_of(self.view.model).labels)
        return cache.blank_network(self.view.model, size or self.recipe.crop, classes)

    def ready(self) -> Resident | None:
        """The chosen network where it stands loaded; nothing is loaded for it."""
        loading = server().shelf.peek(self.network_key)
        return loading.resident if loading is not None else None

    def _ready(self) -> Network | None:
        resident = self.ready()
        return resident.network if resident is not None else None


class Glance(Workspace):
    """A visitor's place for one answer beside the runs of the session: nothing that is looked at can change."""

    def show(self, view: Viewpoint) -> None:
        """Refuse. What would have to change is left to a run, which says why."""
        raise InputError("What is looked at has changed.", "Load the page again.")


def current() -> Workspace:
    """The workspace of the current Streamlit session; a new one comes back to what its browser looked at before."""
    if _SLOT not in st.session_state:
        st.session_state[_SLOT] = _enter()
    workspace: Workspace = st.session_state[_SLOT]
    workspace.hear()
    return workspace


def remember(workspace: Workspace) -> None:
    """Keep the visit alive, here and in the browser."""
    server().visits.keep(workspace.key, workspace.view)
    seconds = int(settings().visit_minutes * 60)
    visit_key(_cookie(), workspace.key, workspace.arrival.start, seconds, workspace.come_back)


def _enter() -> Workspace:
    visits = server().visits
    key, arrival = visits.new_key(), Arrival(st.context.cookies.get(_cookie(), ""), st.query_params.to_dict())
    kept = visits.follow(key, arrival.start)
    view, complaints = from_address(kept or Viewpoint(sample_names()[0]), arrival.query)
    return Workspace(key, view, complaints, arrival)


def _cookie() -> str:
    # Browsers share cookies between the ports of a host: two servers side by side must not.
    return f"convscope_{st.get_option('server.port')}"

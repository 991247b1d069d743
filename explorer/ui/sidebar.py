"""Below the navigation: which photo, which network, with which weights, on which device."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.errors import ExplorerError
from explorer.network import device
from explorer.network.weights import resolve
from explorer.render.numbers import count, size
from explorer.ui.cache import server, thumbnail
from explorer.ui.catalogue.trainings import trainings
from explorer.ui.choices import (
    is_model,
    model_names,
    model_of,
    model_title,
    samples,
    server_checkpoints,
    usual_weights,
)
from explorer.ui.sentences import plain
from explorer.ui.viewpoint import is_file
from explorer.ui.workspace import Workspace

CHECKPOINT_TYPES = ["pth", "pt", "th", "safetensors"]


def draw(place: Workspace) -> DeltaGenerator:
    """Draw the photo and the network; returns the place for the sentence about the network's state."""
    with st.sidebar:
        _photo(place)
        return _network(place)


def tell_state(place: Workspace, where: DeltaGenerator) -> None:
    """Say which weights are loaded on which device; a page may have loaded them since the last time."""
    where.markdown(f":small[:gray[{_state(place)}]]")


def _photo(place: Workspace) -> None:
    photo = place.photo
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.image(thumbnail(photo), width=48, alt="")  # its name stands beside it
        st.markdown(f"**{plain(photo.name)}**  \n:gray[{size(*photo.size)} px]")
    names = distinct(place.uploads | {name: sample.title for name, sample in samples().items()})

    def choose() -> None:
        # The browser can send anything, whatever was offered to it.
        if (chosen := st.session_state["sidebar:photo"]) in names:
            place.update(photo=chosen)

    st.session_state["sidebar:photo"] = place.view.photo
    st.selectbox(
        "Photo",
        list(names),
        format_func=lambda name: names[name],
        key="sidebar:photo",
        on_change=choose,
    )


def _network(place: Workspace) -> DeltaGenerator:
    def choose() -> None:
        name = st.session_state["sidebar:model"]
        if not is_model(name):
            return
        try:
            place.show(place.view.with_network(name, usual_weights(name)))
        except ExplorerError as complaint:  # the server's own network that cannot be built
            place.complain(complaint)

    st.session_state["sidebar:model"] = place.view.model
    offered = model_names()
    offered = offered if place.view.model in offered else (place.view.model, *offered)  # a learner, from its file
    st.selectbox("Network", offered, format_func=model_title, key="sidebar:model", on_change=choose)
    state = st.empty()
    with st.popover("Weights and device", icon=":material/tune:", width="stretch"):
        weights_choice(place)
        _device(place)
    return state


def _state(place: Workspace) -> str:
    """One or two lines about the weights and the device; does not start to load anything."""
    loading = server().shelf.peek(place.network_key)
    weights = place.view.weights
    if loading is None or loading.resident is None:
        return "not loaded" if loading is None or loading.error else "loading the weights"
    network = loading.resident.network
    where = str(loading.resident.device).upper()
    if not network.trained:
        return f"untrained: maps are computed, class scores mean nothing · {where}"
    source = network.weights if is_file(weights) or model_of(place.view.model).own else f"trained: {network.weights}"
    return f"{plain(source)}, {count(len(network.labels))} classes · {where}"


def weights_choice(place: Workspace) -> None:
    """Choose among published weights, none at all, and files."""
    model = model_of(place.view.model)
    offered = ["default"] if model.own or model.default else []
    offered += [name for name in model.weights if name != model.default]
    offered += [] if model.own else ["untrained"]
    offered += [str(path) for path in (*server_checkpoints(), *trainings().results(place.view.catalogue))]
    if place.view.weights not in offered:
        offered.append(place.view.weights)
    usual = model.default or "as it comes"
    names = distinct({one: usual if one == "default" else one.rsplit("/", 1)[-1] for one in offered})

    def choose() -> None:
        # The browser can send anything, whatever was offered to it: another path on this machine, for one.
        if (chosen := st.session_state["sidebar:weights"]) in names:
            open_weights(place, chosen)

    st.session_state["sidebar:weights"] = place.view.weights
    st.selectbox("Weights", offered, format_func=names.__getitem__, key="sidebar:weights", on_change=choose)
    checkpoint_upload(place, "sidebar")


def distinct(names: dict[str, str]) -> dict[str, str]:
    """`names` with a number behind each that stands there already: Streamlit finds an option by its label."""
    told: dict[str, str] = {}
    for key, name in names.items():
        label, number = name, 1
        while label in told.values():
            number += 1
            label = f"{name} ({number})"
        told[key] = label
    return told


def checkpoint_upload(place: Workspace, where: str) -> None:
    """Open a checkpoint file of one's own, with a list of its labels."""
    file = st.file_uploader("A checkpoint file", type=CHECKPOINT_TYPES, key=f"{where}:checkpoint", max_upload_size=600)
    labels = st.file_uploader("Its labels, one a line (if any)", type=["txt"], key=f"{where}:labels", max_upload_size=1)
    if st.button("Open the file", disabled=file is None, key=f"{where}:open") and file is not None:
        uploads = server().uploads
        path = uploads.keep(file.getvalue(), file.name)
        names = uploads.keep(labels.getvalue(), labels.name) if labels is not None else ""
        open_weights(place, path, names)
        st.rerun()


def open_weights(place: Workspace, chosen: str, labels: str = "") -> None:
    """Look at the network with other weights: a file may say that it is for another network, a learner for one."""
    try:
        model = resolve(model_of(place.view.model), chosen).model if is_file(chosen) else model_of(place.view.model)
    except ExplorerError as complaint:
        place.complain(complaint)
        return
    name = place.view.model if model.own else model.name
    place.show(place.view.with_network(name, chosen, labels))


def _device(place: Workspace) -> None:
    def choose() -> None:
        if (chosen := st.session_state["sidebar:device"]) in ("auto", *device.available()):
            place.update(device=chosen)

    st.session_state["sidebar:device"] = place.view.device
    st.segmented_control("Device", ["auto", *device.available()], key="sidebar:device", on_change=choose, required=True)

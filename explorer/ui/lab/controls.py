"""The row above the lab: its three tabs, and kernels from elsewhere and to elsewhere."""

from __future__ import annotations

import dataclasses

import streamlit as st

from explorer.errors import ExplorerError
from explorer.image.recipe import LARGEST, SMALLEST
from explorer.lab.kernel import COLOURS, LARGEST_SIDE, kernel_of
from explorer.lab.kernel_file import LARGEST_FILE, parse, text_of
from explorer.lab.presets import PRESETS
from explorer.lab.pytorch import code_of
from explorer.network.kernels import convolutions, kernels
from explorer.ui import frame
from explorer.ui.lab.view import TABS, LabView
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

_TITLES = {"compare": "Compare", "chain": "Chain", "graft": "Graft into the network"}


def row(place: Workspace) -> None:
    """Draw the tabs and the tools; what they choose is looked at in the same run's redraw."""
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small")
    with line:
        _tabs(place)
    with line.container(horizontal=True, width="content", gap="small"):
        with st.popover("Values", icon=":material/tune:"):
            _values(place)
        with st.popover("Add a kernel", icon=":material/add:"):
            _add(place)
        with st.popover("PyTorch code", icon=":material/content_copy:"):
            st.code(code_of(place.view.lab.kernels, place.view.lab.setting), language="python")
        with st.popover("JSON", icon=":material/download:"):
            _files(place)


def _show(place: Workspace, lab: LabView) -> None:
    place.update(lab=lab)


def _tabs(place: Workspace) -> None:
    def choose() -> None:
        if (tab := st.session_state["lab:tab"]) in TABS:
            _show(place, dataclasses.replace(place.view.lab, tab=tab))

    st.session_state["lab:tab"] = place.view.lab.tab
    st.segmented_control(
        "What to do with the kernels",
        TABS,
        format_func=_TITLES.__getitem__,
        key="lab:tab",
        on_change=choose,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _values(place: Workspace) -> None:
    def choose() -> None:
        own, side = st.session_state["lab:own"], st.session_state["lab:side"]
        lab = dataclasses.replace(
            place.view.lab, size=0 if own else side, normalised=st.session_state["lab:normalised"]
        )
        _show(place, lab)

    lab = place.view.lab
    st.session_state["lab:own"] = lab.size == 0
    st.session_state["lab:side"] = lab.size or 300
    st.session_state["lab:normalised"] = lab.normalised
    st.checkbox("the photo’s own size, up to 1,024 pixels", key="lab:own", on_change=choose)
    st.number_input(
        "else squished to this side", SMALLEST, LARGEST, key="lab:side", on_change=choose, disabled=lab.size == 0
    )
    st.checkbox("normalised by ImageNet’s mean and spread", key="lab:normalised", on_change=choose)


def _add(place: Workspace) -> None:
    def add() -> None:
        if (short := st.session_state["lab:preset"]) in PRESETS:
            _show(place, place.view.lab.with_kernel(PRESETS[short].kernel))

    st.selectbox("A preset", list(PRESETS), format_func=lambda short: PRESETS[short].kernel.name, key="lab:preset")
    st.button("Add this preset", key="lab:add", on_click=add)
    _learned(place)


def _learned(place: Workspace) -> None:
    """Kernels of the network's first convolution, once it stands loaded."""
    resident = place.ready()
    if resident is None:
        frame.note("Kernels that the network has learned can be added once it is loaded.")
        return
    try:
        network = resident.opened((place.recipe.crop, place.recipe.crop))
    except ExplorerError as complaint:  # a size that this network cannot take
        frame.note(plain(complaint.sentence))
        return
    named = convolutions(network)
    learned = kernels(network, named[0]) if named else None
    if learned is None or learned.shape[1] != COLOURS or max(learned.shape[2:]) > LARGEST_SIDE:
        frame.note("This network’s first convolution has no kernels of three planes up to 15 × 15.")
        return

    def add() -> None:
        number = st.session_state["lab:learned"]
        if isinstance(number, int) and 0 <= number < len(learned):
            _show(place, place.view.lab.with_kernel(kernel_of(f"{named[0]}, kernel {number}", learned[number])))

    st.number_input(f"A learned kernel of {named[0]}", 0, len(learned) - 1, key="lab:learned")
    st.button("Add the learned kernel", key="lab:add_learned", on_click=add)


def _files(place: Workspace) -> None:
    def take() -> None:
        if (file := st.session_state["lab:file"]) is None:
            return
        try:
            _show(place, place.view.lab.with_kernels(parse(file.getvalue(), file.name)))
        except ExplorerError as complaint:
            place.complain(complaint)

    st.download_button(
        "Save these kernels", text_of(place.view.lab.kernels), "kernels.json", "application/json", on_click="ignore"
    )
    st.file_uploader(
        "Open a kernel file", type=["json"], key="lab:file", on_change=take, max_upload_size=max(1, LARGEST_FILE >> 20)
    )

"""The Graft tab: a kernel of one's own in the network, and what moves."""

from __future__ import annotations

import dataclasses

import streamlit as st

from explorer.network.shelf import Resident
from explorer.render.numbers import number
from explorer.ui import frame
from explorer.ui.components.map_row import map_row
from explorer.ui.lab import words
from explorer.ui.lab.graft_scene import GraftScene, graft_scene
from explorer.ui.lab.view import LETTERS
from explorer.ui.workspace import Workspace


def draw(place: Workspace, resident: Resident) -> None:
    """Draw the choice of kernel and channel, the maps before and after, and the logits that moved."""
    scene = graft_scene(place, resident)
    _choices(place, scene)
    st.subheader(words.graft_finding(scene), anchor=False)
    if scene.first is None:
        map_row({f"{scene.layer}, channel {scene.channel}": scene.own}, photo=scene.seen, key="lab:own_map")
        return
    frame.note(f"{scene.layer}, channel {scene.channel}: the map that the graft makes in place of the network’s own.")
    map_row(scene.first.told(scene.letter), key="lab:first_map")
    if scene.last is not None:
        frame.note(f"{scene.last.layer}, channel {scene.last.channel}: of the last maps the one that moved most.")
        map_row(scene.last.told(scene.letter), key="lab:last_map")
    frame.note("The leading classes, before and after, and those that moved most.")
    columns = ("class", "as it was", f"with {scene.letter}", "change")
    rows = [(label, *(number(value) for value in values)) for label, *values in scene.rows()]
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        column_config={column: st.column_config.TextColumn(alignment="right") for column in columns[1:]},
        key="lab:logits",
    )


def _choices(place: Workspace, scene: GraftScene) -> None:
    lab = place.view.lab
    letters = LETTERS[: len(lab.kernels)]
    names = dict(
        zip(
            letters,
            (f"{letter} {kernel.name}" for letter, kernel in zip(letters, lab.kernels, strict=True)),
            strict=True,
        )
    )

    def graft() -> None:
        letter, channel = st.session_state["lab:letter"], st.session_state["lab:channel"]
        if (
            letter in names and isinstance(channel, int) and 0 <= channel < scene.channels
        ):  # a browser can send anything
            place.update(lab=dataclasses.replace(place.view.lab, graft=(LETTERS.index(letter), channel)))

    def ungraft() -> None:
        place.update(lab=dataclasses.replace(place.view.lab, graft=None))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Kernel",
            list(names),
            LETTERS.index(scene.letter),
            format_func=names.__getitem__,
            key="lab:letter",
            width=280,
        )
        st.number_input(f"Channel of {scene.layer}", 0, scene.channels - 1, scene.channel, key="lab:channel", width=200)
        st.button("Graft", type="primary", key="lab:graft", on_click=graft)
        st.button("Ungraft", key="lab:ungraft", on_click=ungraft, disabled=lab.graft is None)

"""Tab Data: the products and their photos, what is held out, what is left out and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.split import Split, has_groups, unlearnt
from explorer.render.numbers import size
from explorer.ui.catalogue import words
from explorer.ui.catalogue.pictures import icons, thumbnails
from explorer.ui.components.photo_wall import Tile, photo_wall
from explorer.ui.frame import note
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

WALL = "catalogue:photos"
WAYS = {"photo": "single photos", "group": "groups of files"}
LARGEST_SEED = 2**32 - 1
# Products that are shown with a picture in the table: more would take long to decode.
PICTURED = 200


def draw(place: Workspace, catalogue: Catalogue, chosen: Split) -> list[int]:
    """Draw the tab; returns which photos stand on the wall, as places in the catalogue."""
    hold_out(place, catalogue)
    if sentence := words.unlearnt(unlearnt(catalogue, chosen)):
        st.warning(plain(sentence), icon=None)
    note(f"{words.sizes(catalogue)} {words.left_out(catalogue)}")
    product = _table(catalogue, chosen)
    places = [index for index, entry in enumerate(catalogue.entries) if entry.label == product]
    held = set(chosen.held)
    st.markdown(f"**{plain(product)}**")
    small = thumbnails([catalogue.entries[index] for index in places])
    tiles = [
        Tile(data, catalogue.entries[index].name, "held out" if index in held else "")
        for index, data in zip(places, small, strict=True)
    ]
    photo_wall(tiles, name=f"Photos of {product}", side=108, verb="Open this photo on every page", key=WALL)
    _faults(catalogue)
    return places


def hold_out(place: Workspace, catalogue: Catalogue) -> None:
    """Draw the choice of what is held out."""

    def choose() -> None:
        by, seed = st.session_state.get("catalogue:by", place.view.by), st.session_state["catalogue:seed"]
        if by in WAYS and 0 <= seed <= LARGEST_SEED:
            place.update(by=by, seed=int(seed))

    st.session_state["catalogue:seed"] = place.view.seed
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    if has_groups(catalogue):
        st.session_state["catalogue:by"] = place.view.by
        left.segmented_control(
            "Hold out", list(WAYS), format_func=WAYS.__getitem__, key="catalogue:by", on_change=choose, required=True
        )
    else:
        left.markdown(f":small[:gray[{words.NO_GROUPS}]]")
    right.number_input("Seed of the split", 0, LARGEST_SEED, key="catalogue:seed", on_change=choose)


def _table(catalogue: Catalogue, chosen: Split) -> str:
    """Draw one row a product; the product whose row is chosen, the first until one is."""
    held = Counter(catalogue.entries[index].label for index in chosen.held)
    of_each = {entry.label: entry for entry in reversed(catalogue.entries)}
    sides = {label: [entry.size for entry in catalogue.entries if entry.label == label] for label in catalogue.classes}
    columns: dict[str, list[Any]] = {
        "Product": list(catalogue.classes),
        "Class": list(range(len(catalogue.classes))),
        "Photos": list(catalogue.counts.values()),
        "To learn from": [catalogue.counts[label] - held[label] for label in catalogue.classes],
        "Held out": [held[label] for label in catalogue.classes],
        "Smallest": [size(*min(sides[label], key=lambda each: each[0] * each[1])) for label in catalogue.classes],
        "Largest": [size(*max(sides[label], key=lambda each: each[0] * each[1])) for label in catalogue.classes],
    }
    if len(catalogue.classes) <= PICTURED:
        pictured = icons([of_each[label] for label in catalogue.classes])
        columns = {"Product": columns.pop("Product"), "Photo": pictured, **columns}
    event = st.dataframe(
        columns,
        hide_index=True,
        height=min(420, 36 * len(catalogue.classes) + 40),
        row_height=36,
        on_select="rerun",
        selection_mode="single-row",
        key=f"catalogue:table:{catalogue.digest}",
        column_config={"Photo": st.column_config.ImageColumn(width=60)},
    )
    rows = event.selection.rows
    return catalogue.classes[rows[0] if rows and rows[0] < len(catalogue.classes) else 0]


def _faults(catalogue: Catalogue) -> None:
    if not catalogue.faults:
        return
    st.markdown(f"**{words.left_out(catalogue)}**")
    columns = {"File": [fault.name for fault in catalogue.faults], "Why": [fault.reason for fault in catalogue.faults]}
    st.dataframe(columns, hide_index=True, column_config={"File": st.column_config.TextColumn(width=260)})

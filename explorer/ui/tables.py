"""The Shapes page's table: all layers with their sizes and parameters."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from explorer.image.recipe import LARGEST, SMALLEST
from explorer.network.layers import Layer, Totals, describe, total
from explorer.render.numbers import count, size
from explorer.ui.workspace import Workspace

HEADER = ("layer", "type", "output_shape", "kernel", "stride", "padding", "parameters", "trainable")


@dataclass(frozen=True)
class ShapeTable:
    """The layers that are shown, the totals of all of them, and the first and last with maps."""

    model: str
    side: int
    layers: tuple[Layer, ...]
    shown: tuple[Layer, ...]
    totals: Totals

    @property
    def first(self) -> Layer:
        """The first layer whose value has height and width."""
        return self._with_maps()[0]

    @property
    def last(self) -> Layer:
        """The last layer whose value has more than one cell a channel."""
        return self._with_maps()[-1]

    def _with_maps(self) -> list[Layer]:
        maps = [layer for layer in self.layers if len(layer.output_shape) == 3 and layer.output_shape[-1] > 1]
        return maps or list(self.layers)

    def rows(self) -> list[tuple[str, ...]]:
        """The shown layers as text, with the header first."""
        return [HEADER, *(as_text(layer) for layer in self.shown)]


def as_text(layer: Layer) -> tuple[str, ...]:
    """One row of the table as plain text: sizes joined by "x", numbers without separators."""
    shape, kernel, stride, padding = (
        "x".join(str(side) for side in sides)
        for sides in (layer.output_shape, layer.kernel, layer.stride, layer.padding)
    )
    return (layer.name, layer.type, shape, kernel, stride, padding, str(layer.parameters), str(layer.trainable))


def choose(place: Workspace) -> ShapeTable:
    """Draw the search and the size, and make the table."""
    left, right, _ = st.columns([3, 1, 2], vertical_alignment="bottom")
    words = left.text_input("Find by name or type", placeholder="layer3.2, Conv2d …", key="shapes:search")
    side = right.number_input(
        "Photo, pixels a side", SMALLEST, LARGEST, place.recipe().crop, key=f"shapes:size:{place.view.model}"
    )
    network = place.blank_network(int(side))
    layers = describe(network)
    sought = words.casefold().split()
    shown = tuple(one for one in layers if all(word in f"{one.name} {one.type}".casefold() for word in sought))
    return ShapeTable(place.view.model, int(side), layers, shown, total(layers))


def draw(table: ShapeTable) -> str | None:
    """Draw the totals and the rows; the name of the layer whose row was just chosen."""
    totals = table.totals
    st.markdown(
        f"**{count(totals.parameters)}** parameters, {count(totals.trainable)} trainable, {count(totals.frozen)} frozen"
        f" · {count(len(table.shown))} of {count(totals.layers)} layer calls"
    )
    if not table.shown:
        st.markdown("No layer has these words in its name or type. Clear the search to see all.")
        return None
    event = st.dataframe(
        _frame(table.shown),
        hide_index=True,
        height=640,
        row_height=32,
        on_select="rerun",
        selection_mode="single-row",
        key=f"shapes:{table.model}:{table.side}",
        column_config={
            "Parameters": st.column_config.ProgressColumn(
                format="localized", min_value=0, max_value=max(layer.parameters for layer in table.layers) or 1
            )
        },
    )
    rows = event.selection.rows
    return table.shown[rows[0]].name if rows else None


def _frame(layers: tuple[Layer, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Stage": [layer.stage for layer in layers],
            "Block": [layer.block for layer in layers],
            "Layer": [layer.name for layer in layers],
            "Type": [layer.type for layer in layers],
            "Output": [_output(layer) for layer in layers],
            "Kernel": [size(*layer.kernel) if layer.kernel else "" for layer in layers],
            "Stride": [size(*layer.stride) if layer.stride else "" for layer in layers],
            "Padding": [size(*layer.padding) if layer.padding else "" for layer in layers],
            "Parameters": [layer.parameters for layer in layers],
            "Trainable": [layer.trainable for layer in layers],
        }
    )


def _output(layer: Layer) -> str:
    return " × ".join(count(side) for side in layer.output_shape)

"""The Shapes page's table: all layers with their sizes and parameters."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from explorer.image.recipe import LARGEST, SMALLEST
from explorer.network.arrange import map_shape
from explorer.network.layers import COLUMNS, Layer, Totals, as_text, describe, total
from explorer.render.figures import Stop, shrinking
from explorer.render.numbers import count, size
from explorer.render.scale import Theme
from explorer.ui.workspace import Workspace


@dataclass(frozen=True)
class ShapeTable:
    """The layers that are shown, the totals of all of them, and the layers with maps along the way."""

    model: str
    side: int
    layers: tuple[Layer, ...]
    shown: tuple[Layer, ...]
    totals: Totals
    stops: tuple[Stop, ...]

    def rows(self) -> list[tuple[str, ...]]:
        """The shown layers as text, with the header first."""
        return [COLUMNS, *(as_text(layer) for layer in self.shown)]


def choose(place: Workspace) -> ShapeTable:
    """Draw the search and the size, and make the table."""
    left, right, _ = st.columns([3, 1, 2], vertical_alignment="bottom")
    words = left.text_input("Find by name or type", placeholder="layer3.2, Conv2d …", key="shapes:search")
    side = right.number_input(
        "Photo, pixels a side", SMALLEST, LARGEST, place.recipe.crop, key=f"shapes:size:{place.view.model}"
    )
    network = place.blank_network(int(side))
    layers = describe(network)
    sought = words.casefold().split()
    shown = tuple(one for one in layers if all(word in f"{one.name} {one.type}".casefold() for word in sought))
    stops = tuple(Stop(one.name, map_shape(network, one.name)) for one in layers if len(one.output_shape) == 3)
    maps = tuple(stop for stop in stops if stop.shape[1] > 1)
    return ShapeTable(place.view.model, int(side), layers, shown, total(layers), maps)


def draw_shrinking(table: ShapeTable) -> None:
    """Draw how maps shrink and multiply along the way; nothing for a network without maps."""
    if not table.stops:
        return
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    with st.expander("Maps shrink and multiply, as a picture"):
        st.plotly_chart(shrinking(table.stops, theme), config={"displayModeBar": False}, key="shapes:shrinking")


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
            "Layer": st.column_config.TextColumn(width=190),
            "Parameters": st.column_config.ProgressColumn(
                color="gray",
                format="localized",
                min_value=0,
                max_value=max(layer.parameters for layer in table.layers) or 1,
            ),
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

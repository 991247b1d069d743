"""The Shapes page's table: all layers with their sizes and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from explorer.image.recipe import LARGEST, SMALLEST
from explorer.network.arrange import map_shape
from explorer.network.layers import COLUMNS, Layer, Totals, as_text, describe, grouped, share, total
from explorer.render.figures import MapShape, shrinking
from explorer.render.numbers import byte_count, count, large, size
from explorer.render.scale import Theme
from explorer.ui import cache
from explorer.ui.pressed import pressed
from explorer.ui.workspace import Workspace

ROWS = ("layer", "block", "stage")
# Columns whose figures are drawn as bars, too.
BARS = ("Parameters", "Multiply-adds", "Memory", "Milliseconds")


@dataclass(frozen=True)
class ShapeTable:
    """The layers that are shown, the totals of all of them, and the layers with maps along the way.

    `rows_are` says what one row stands for: a layer call, a block or a stage. `times` are the milliseconds of each
    layer where they have been measured.
    """

    model: str
    side: int
    rows_are: str
    layers: tuple[Layer, ...]
    shown: tuple[Layer, ...]
    totals: Totals
    stops: tuple[MapShape, ...]
    times: Mapping[str, float] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, ...]]:
        """The shown layers as text, with the header first."""
        if not self.times:
            return [COLUMNS, *(as_text(layer) for layer in self.shown)]
        timed = ((*as_text(layer), f"{self.times[layer.name]:.4f}") for layer in self.shown)
        return [(*COLUMNS, "milliseconds"), *timed]


def choose(place: Workspace) -> ShapeTable:
    """Draw the search, the size and the grouping, and make the table."""
    left, right, grouping = st.columns([3, 1, 2], vertical_alignment="bottom")
    words = left.text_input("Find by name or type", placeholder="layer3.2, Conv2d …", key="shapes:search")
    side = right.number_input(
        "Photo, pixels a side",
        min(SMALLEST, place.recipe.crop),
        LARGEST,
        place.recipe.crop,
        key=f"shapes:size:{place.view.model}",
    )
    rows_are = grouping.segmented_control("One row for each", ROWS, default=ROWS[0], required=True, key="shapes:rows")
    network = place.blank_network(int(side))
    layers = describe(network)
    sought = words.casefold().split()
    shown = tuple(one for one in layers if all(word in f"{one.name} {one.type}".casefold() for word in sought))
    stops = tuple(MapShape(one.name, map_shape(network, one.name)) for one in layers if len(one.output_shape) == 3)
    maps = tuple(stop for stop in stops if stop.shape[1] > 1)
    times = measured_times(place, int(side))
    return ShapeTable(place.view.model, int(side), rows_are or ROWS[0], layers, shown, total(layers), maps, times)


def measured_times(place: Workspace, side: int) -> Mapping[str, float]:
    """The time of each layer on this device, once somebody has asked for it; the network must be loaded for that."""
    resident = place.ready()
    if resident is None:
        st.markdown(":small[:gray[Load the network, for example on Layers, to measure how long each layer takes.]]")
        return {}
    if pressed("Measure time", key=f"shapes:measure:{place.view.model}:{side}", icon=":material/timer:"):
        return cache.layer_times(resident, (side, side))
    return cache.known_times(resident, (side, side))


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
    took = f" · {sum(table.times.values()):.1f} ms step by step" if table.times else ""
    st.markdown(
        f"**{count(totals.parameters)}** parameters, {count(totals.trainable)} trainable, {count(totals.frozen)} frozen"
        f" · {large(totals.multiply_adds)} multiply-adds · {byte_count(totals.memory)} of values"
        f" · {count(len(table.shown))} of {count(totals.layers)} layer calls{took}"
    )
    if not table.shown:
        st.markdown("No layer has these words in its name or type. Clear the search to see all.")
        return None
    columns, opened = _columns(table)
    event = st.dataframe(
        columns,
        hide_index=True,
        height=min(640, 32 * len(opened) + 40),
        row_height=32,
        on_select="rerun",
        selection_mode="single-row",
        key=f"shapes:{table.model}:{table.side}:{table.rows_are}",
        column_config={
            "Layer": st.column_config.TextColumn(width=190),
            **{name: _bars(columns[name]) for name in BARS if name in columns},
            "Share": st.column_config.NumberColumn(format="percent", help="Of all parameters"),
            "Sees": st.column_config.TextColumn(help="Pixels of the photo that one cell depends on"),
            "Apart": st.column_config.TextColumn(help="How many pixels apart neighbouring cells look"),
        },
    )
    rows = event.selection.rows
    return opened[rows[0]] if rows else None


def _bars(numbers: list[Any]) -> Any:
    return st.column_config.ProgressColumn(
        color="gray",
        format="%.2f" if isinstance(numbers[0], float) else "localized",
        min_value=0,
        max_value=max(*numbers, 1e-9),
    )


def _columns(table: ShapeTable) -> tuple[dict[str, list[Any]], list[str]]:
    """The table by columns, and for each row the layer that it opens."""
    if table.rows_are == "layer":
        return _layer_columns(table), [layer.name for layer in table.shown]
    groups = grouped(table.shown, "block" if table.rows_are == "block" else "stage")
    columns: dict[str, list[Any]] = {
        table.rows_are.title(): [group.name for group in groups],
        "Layer calls": [group.totals.layers for group in groups],
        "Output": [_output(group.output_shape) for group in groups],
        "Parameters": [group.totals.parameters for group in groups],
        "Share": [share(group.totals.parameters, table.totals.parameters) for group in groups],
        "Trainable": [group.totals.trainable for group in groups],
        "Multiply-adds": [group.totals.multiply_adds for group in groups],
        "Memory": [group.totals.memory for group in groups],
    }
    if table.times:
        columns["Milliseconds"] = [sum(table.times[layer.name] for layer in group.layers) for group in groups]
    return columns, [group.layers[-1].name for group in groups]


def _layer_columns(table: ShapeTable) -> dict[str, list[Any]]:
    layers = table.shown
    columns: dict[str, list[Any]] = {
        "Stage": [layer.stage for layer in layers],
        "Block": [layer.block for layer in layers],
        "Layer": [layer.name for layer in layers],
        "Type": [layer.type for layer in layers],
        "Output": [_output(layer.output_shape) for layer in layers],
        "Kernel": [size(*layer.kernel) if layer.kernel else "" for layer in layers],
        "Stride": [size(*layer.stride) if layer.stride else "" for layer in layers],
        "Padding": [size(*layer.padding) if layer.padding else "" for layer in layers],
        "Parameters": [layer.parameters for layer in layers],
        "Share": [share(layer.parameters, table.totals.parameters) for layer in layers],
        "Trainable": [layer.trainable for layer in layers],
        "Multiply-adds": [layer.multiply_adds for layer in layers],
        "Memory": [layer.memory for layer in layers],
        "Sees": [size(*layer.field) if layer.field else "" for layer in layers],
        "Apart": [size(*layer.apart) if layer.apart else "" for layer in layers],
    }
    if table.times:
        columns["Milliseconds"] = [table.times[layer.name] for layer in layers]
    return columns


def _output(shape: tuple[int, ...]) -> str:
    return " × ".join(count(side) for side in shape)

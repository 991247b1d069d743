"""Plotly figures in the colours of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from explorer.render.numbers import count, size
from explorer.render.scale import BORDER, Theme

INK: dict[Theme, str] = {"light": "#1D1C1A", "dark": "#ECEAE6"}
GREY: dict[Theme, str] = {"light": "#6B6761", "dark": "#A6A29B"}


@dataclass(frozen=True)
class MapShape:
    """One layer with maps: its name, and their (C, H, W)."""

    name: str
    shape: tuple[int, int, int]


def shrinking(layers: Sequence[MapShape], theme: Theme) -> go.Figure:
    """Height of the maps and number of channels along `layers`, on one axis of powers of two.

    One axis for both shows the post's rule: where a stride halves the height, the number of kernels doubles.
    """
    figure = go.Figure()
    lines = (("channels", 0, GREY[theme], "dot"), ("height of a map", 1, INK[theme], "solid"))
    for label, axis, colour, dash in lines:
        figure.add_scatter(
            x=list(range(len(layers))),
            y=[layer.shape[axis] for layer in layers],
            name=label,
            mode="lines",
            line={"shape": "hv", "color": colour, "width": 2, "dash": dash},
            customdata=[_told(layer) for layer in layers],
            hovertemplate="%{customdata}<extra></extra>",
        )
    powers = [2**power for power in range(13)]
    figure.update_xaxes(title="layer call", color=INK[theme], showgrid=False, zeroline=False)
    figure.update_yaxes(type="log", tickvals=powers, ticktext=list(map(count, powers)), gridcolor=f"#{BORDER[theme]}")
    dress(figure, theme, 280)
    figure.update_layout(hovermode="x")
    return figure


def dress(figure: go.Figure, theme: Theme, height: int) -> None:
    """Give a figure the height in pixels, the page's ink and ground, and its legend in one row above."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        font={"color": INK[theme], "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"orientation": "h", "y": 1.12, "x": 0},
    )


def _told(layer: MapShape) -> str:
    channels, height, width = layer.shape
    return f"{layer.name}<br>{count(channels)} maps of {size(height, width)}"

"""Charts of a training, and of what it came to, in the colours of the house."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explorer.render.figures import GREY, INK, dress
from explorer.render.numbers import number
from explorer.render.scale import BORDER, PLUS, Theme

Points = Sequence[tuple[float, float]]


def losses(learnt: Points, held: Points, theme: Theme) -> go.Figure:
    """The loss of each batch learnt from, and that of the held-out photos after each epoch, as (epochs done, loss)."""
    figure = go.Figure()
    figure.add_scatter(**_line(learnt, "photos learnt from", GREY[theme], "lines"))
    figure.add_scatter(**_line(held, "photos held out", INK[theme], "lines+markers"))
    _axes(figure, "epochs", "loss", theme)
    figure.update_yaxes(rangemode="tozero")
    return figure


def accuracies(held: Points, theme: Theme) -> go.Figure:
    """The share of right answers, 0 to 1, on the held-out photos, as (epoch, share)."""
    figure = go.Figure()
    figure.add_scatter(**_line(held, "right answers on photos held out", INK[theme], "lines+markers"))
    _axes(figure, "epochs", "", theme)
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_layout(showlegend=True)
    return figure


def rates(tried: Points, found: float | None, theme: Theme) -> go.Figure:
    """The loss at each learning rate that the finder tried, as (rate, loss), and the rate that it suggests."""
    figure = go.Figure()
    figure.add_scatter(**_line(tried, "loss", INK[theme], "lines"))
    _axes(figure, "learning rate", "loss", theme)
    figure.update_xaxes(type="log", exponentformat="power")
    if found is not None:
        figure.add_vline(found, line={"color": GREY[theme], "dash": "dot"}, annotation_text=number(found, 3))
    return figure


def confusion(counts: NDArray[np.int64], labels: Sequence[str], theme: Theme) -> go.Figure:
    """(K, K) counts of photos: row is the product, column what the network says. Zero has the page's colour."""
    anchors = [f"#{code}" for code in PLUS[theme]]
    shades = [[place / (len(anchors) - 1), code] for place, code in enumerate(anchors)]
    names = [str(label) for label in labels]
    figure = go.Figure(
        go.Heatmap(
            z=counts,
            x=list(range(len(names))),
            y=list(range(len(names))),
            customdata=np.array([[(row, column) for column in names] for row in names]),
            colorscale=shades,
            zmin=0,
            zmax=max(1, int(counts.max(initial=0))),
            hovertemplate="%{customdata[0]}, said to be %{customdata[1]}: %{z} photos<extra></extra>",
            colorbar={"title": "photos", "thickness": 12, "outlinewidth": 0},
            xgap=1,
            ygap=1,
        )
    )
    side = 560 if len(names) <= 60 else 760
    dress(figure, theme, side)
    ticks = list(range(len(names)))
    figure.update_xaxes(title="what the network says", tickvals=ticks, ticktext=names, tickangle=90, showgrid=False)
    figure.update_yaxes(title="product", tickvals=ticks, ticktext=names, autorange="reversed", showgrid=False)
    for axes in (figure.update_xaxes, figure.update_yaxes):
        axes(tickfont={"size": 10}, zeroline=False, showline=True, linecolor=f"#{BORDER[theme]}", mirror=True)
    return figure


def _line(points: Points, name: str, colour: str, mode: str) -> dict[str, object]:
    return {
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "name": name,
        "mode": mode,
        "line": {"color": colour, "width": 2},
        "hovertemplate": "%{x}: %{y:.4g}<extra></extra>",
    }


def _axes(figure: go.Figure, across: str, up: str, theme: Theme) -> None:
    dress(figure, theme, 260)
    grid = f"#{BORDER[theme]}"
    figure.update_xaxes(title=across, color=INK[theme], showgrid=False, zeroline=False)
    figure.update_yaxes(title=up, color=INK[theme], gridcolor=grid, zerolinecolor=grid)

"""The figure shows the numbers that it was given."""

import pytest

from explorer.render.figures import MapShape, shrinking
from explorer.render.scale import Theme, border


def test_both_lines_hold_the_shapes() -> None:
    layers = [MapShape("conv1", (64, 112, 100)), MapShape("layer4", (2048, 7, 7))]
    figure = shrinking(layers, "light")
    channels, height = figure.data
    assert list(channels.y) == [64, 2048]
    assert list(height.y) == [112, 7]
    assert channels.customdata[1] == "layer4<br>2,048 maps of 7 × 7"
    assert figure.layout.yaxis.type == "log"


def test_each_theme_has_its_own_ink() -> None:
    layers = [MapShape("conv1", (64, 112, 112))]
    assert shrinking(layers, "light").data[1].line.color != shrinking(layers, "dark").data[1].line.color


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_lines_are_those_around_maps(theme: Theme) -> None:
    figure = shrinking([MapShape("conv1", (64, 112, 112))], theme)
    assert figure.layout.yaxis.gridcolor == "#" + bytes(border(theme)).hex().upper()

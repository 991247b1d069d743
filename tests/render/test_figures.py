"""The figure shows the numbers that it was given."""

from explorer.render.figures import Stop, shrinking


def test_both_lines_hold_the_shapes() -> None:
    stops = [Stop("conv1", (64, 112, 100)), Stop("layer4", (2048, 7, 7))]
    figure = shrinking(stops, "light")
    channels, height = figure.data
    assert list(channels.y) == [64, 2048]
    assert list(height.y) == [112, 7]
    assert channels.customdata[1] == "layer4<br>2,048 maps of 7 × 7"
    assert figure.layout.yaxis.type == "log"


def test_each_theme_has_its_own_ink() -> None:
    stops = [Stop("conv1", (64, 112, 112))]
    assert shrinking(stops, "light").data[1].line.color != shrinking(stops, "dark").data[1].line.color

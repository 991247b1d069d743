"""The figures show the numbers that they were given."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.render.learning_figures import accuracies, confusion, losses, rates
from explorer.render.scale import PLUS, Theme


def test_losses_and_accuracies_are_drawn_where_they_were_measured() -> None:
    learnt, held = losses([(1, 3.5), (2, 3.0)], [(2, 2.5)], "light").data
    assert (list(learnt.x), list(learnt.y)) == ([1, 2], [3.5, 3.0])
    assert (list(held.x), list(held.y)) == ([2], [2.5])
    (right,) = accuracies([(1, 0.5), (2, 1.0)], "dark").data
    assert list(right.y) == [0.5, 1.0]


def test_the_rate_that_was_found_is_marked() -> None:
    figure = rates([(1e-5, 3.0), (1e-3, 2.0), (1.0, 9.0)], 1e-3, "light")
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1e-3
    assert not rates([(1e-5, 3.0)], None, "light").layout.shapes


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_of_the_confusion_zero_is_the_page(theme: Theme) -> None:
    counts = np.array([[4, 0], [1, 3]])
    (heat,) = confusion(counts, ["007", "07"], theme).data
    assert np.array_equal(heat.z, counts)
    assert (heat.zmin, heat.zmax) == (0, 4)
    assert heat.colorscale[0] == (0.0, f"#{PLUS[theme][0]}")
    assert tuple(heat.customdata[1][0]) == ("07", "007")


def test_nothing_yet_is_a_figure_too() -> None:
    assert len(losses([], [], "light").data) == 2
    (heat,) = confusion(np.zeros((2, 2), np.int64), ["a", "b"], "light").data
    assert heat.zmax == 1

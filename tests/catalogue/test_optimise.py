"""The one cycle of the learning rate."""

from __future__ import annotations

import pytest
import torch

from explorer.catalogue.optimise import Material, Optimiser
from explorer.catalogue.sources import Vectors


@pytest.mark.parametrize("epochs", range(1, 9))
def test_the_rate_rises_to_its_peak_and_falls_however_few_steps_there_are(epochs: int) -> None:
    """With three steps torch's own schedule divides by nought."""
    source = Vectors(torch.rand(4, 3))
    material = Material(source, torch.tensor([0, 1, 0, 1]), (0, 1, 2), (3,), 64, 0)
    optimiser = Optimiser(torch.nn.Linear(3, 2), material, epochs, 0.01, 0.0)
    rates = [optimiser.adam.param_groups[0]["lr"]]
    rates += [optimiser.epoch(number, lambda _loss: None).rate for number in range(epochs)]
    peak = rates.index(max(rates))
    assert 0.009 < max(rates) <= 0.01 + 1e-9 and peak >= 1
    assert rates == [*sorted(rates[: peak + 1]), *sorted(rates[peak + 1 :], reverse=True)]

"""What a channel says to every class is what the network itself makes of a fader."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer.explain.class_map import class_map
from explorer.explain.head import head_of
from explorer.explain.scores import contributions
from explorer.explain.voices import voices
from explorer.network.capture import Capture, capture
from explorer.network.intervene import Fader, mix
from explorer.network.opened import open_network

CHANNELS = (3, 0, 6)
GAINS = (0.0, 1.5, 0.35)


def seen(pool: nn.Module, *after: nn.Module) -> Capture:
    torch.manual_seed(0)
    module = nn.Sequential(nn.Conv2d(3, 7, 3), nn.Tanh(), nn.Conv2d(7, 7, 3), nn.ReLU(), pool, nn.Flatten(), *after)
    return capture(open_network(module.eval(), (12, 10)), torch.rand(1, 3, 12, 10))


@pytest.mark.parametrize("pool", [nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d(1)])
@pytest.mark.parametrize("against", [None, 4])
@pytest.mark.parametrize("standing", [(), (0.0, 2.0, 1.0)])
def test_a_fader_adds_a_multiple_of_what_its_channel_says(
    pool: nn.Module, against: int | None, standing: tuple[float, ...]
) -> None:
    bare = seen(pool, nn.Linear(7, 5))
    layer = head_of(bare.network).maps
    elsewhere = (Fader("1", 2, 0.5),)  # another layer's faders count in what is said
    before = mix(bare, (*elsewhere, *(Fader(layer, *one) for one in zip(CHANNELS, standing, strict=False))))
    after = mix(bare, (*elsewhere, *(Fader(layer, *one) for one in zip(CHANNELS, GAINS, strict=True))))
    said = voices(before, CHANNELS, 2, against)
    assert said is not None
    change = np.array(GAINS) - np.array(standing or (1, 1, 1))
    logits = before.logits.numpy() + change @ said.logits
    np.testing.assert_allclose(logits, after.logits.numpy(), atol=1e-5)
    shares = class_map(before, 2, against).shares + np.tensordot(change, said.shares, 1)
    np.testing.assert_allclose(shares, class_map(after, 2, against).shares, atol=1e-5)
    terms = contributions(after, 2, against).terms
    for place, channel in enumerate(CHANNELS):
        lead = said.logits[place, 2] - (0 if against is None else said.logits[place, against])
        assert GAINS[place] * lead == pytest.approx(terms.product[channel], abs=1e-5)
        assert GAINS[place] * said.pooled[place] == pytest.approx(terms.input[channel], abs=1e-5)


def test_where_more_than_one_matrix_makes_the_scores_the_network_must_be_asked() -> None:
    pool = nn.AdaptiveAvgPool2d(1)
    hidden = seen(pool, nn.Linear(7, 6), nn.ReLU(), nn.Linear(6, 5))
    cells = seen(nn.Identity(), nn.Linear(7 * 8 * 6, 5))
    assert voices(hidden, CHANNELS, 2) is None and voices(cells, CHANNELS, 2) is None


def test_a_pooled_photo_has_voices_too() -> None:
    torch.manual_seed(0)
    module = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 5))
    bare = capture(open_network(module.eval(), (6, 4)), torch.rand(1, 3, 6, 4))
    said = voices(bare, (0, 1, 2), 2)
    assert said is not None
    np.testing.assert_allclose(said.logits[:, 2], contributions(bare, 2).terms.product, atol=1e-6)

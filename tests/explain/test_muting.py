"""What the waterfall names is what the class lives on: without those channels its score falls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from explorer.explain.head import head_of
from explorer.explain.scores import contributions
from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.capture import Capture, capture
from explorer.network.intervene import Fader, mix
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.weights import load

MUTED = 10


def test_muting_the_ten_that_speak_most_lowers_the_right_class(shared: Path) -> None:
    """On all 40 pictures; ten channels by chance lower it less on average. The faders agree with plain torch."""
    loaded = load(MODELS["squeezenet1_0"], str(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth"))
    network = open_network(loaded.module, (224, 224))
    chance = np.random.default_rng(0)
    named, drawn = [], []
    for path in sorted((shared / "data/imagenet-samples").glob("*.jpg")):
        chosen = int(path.name.split("_")[0])
        seen = capture(network, preprocess(read(path), loaded.recipe).tensor)
        terms = contributions(seen, chosen).terms
        speaking = terms.channel[np.argsort(-terms.product)[:MUTED]]
        named.append(fall(loaded.module, seen, chosen, speaking))
        drawn.append(fall(loaded.module, seen, chosen, chance.choice(512, MUTED, replace=False)))
    print(f"\nten that speak most: −{np.mean(named):.2f} on average, at least −{min(named):.2f};", end=" ")
    print(f"ten by chance: −{np.mean(drawn):.2f} on average; {len(named)} pictures")
    assert len(named) == 40
    assert min(named) > 0
    assert np.mean(drawn) < np.mean(named)


def fall(module: torch.nn.Module, seen: Capture, chosen: int, channels: np.ndarray) -> float:
    """How much the logit of `chosen` falls when these of the last maps are muted; the network itself agrees."""
    layer = head_of(seen.network).maps
    mixed = mix(seen, tuple(Fader(layer, int(channel), 0.0) for channel in channels))
    maps = seen.activation(layer)[None].clone()
    maps[:, channels] = 0
    with torch.inference_mode():
        muted = module.classifier(maps).flatten(1)[0]
    assert torch.equal(mixed.logits, muted)
    return float(seen.logits[chosen] - mixed.logits[chosen])

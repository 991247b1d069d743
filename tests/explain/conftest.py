"""Lets the tests of this folder import what lies beside them and in tests/network; captures that several use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.calibrate import batch, builtin_photos, settle
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.weights import load

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "network")]


@pytest.fixture(scope="session")
def squeezenet(shared: Path) -> Capture:
    """SqueezeNet with its genuine weights before the analog clock."""
    loaded = load(MODELS["squeezenet1_0"], str(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth"))
    network = open_network(loaded.module, (224, 224))
    return capture(
        network, preprocess(read(shared / "data/imagenet-samples/409_analog-clock.jpg"), loaded.recipe).tensor
    )


@pytest.fixture(scope="session")
def post() -> Capture:
    """A ResNet18's body with the post's head, its batch norms calibrated; two photos are known to differ."""
    from heads import post_head

    torch.manual_seed(0)
    body = nn.Sequential(*list(MODELS["resnet18"].build(10).children())[:-2])
    photos = batch(builtin_photos()[:4], MODELS["resnet18"].recipe.at_size(96))
    module = settle(post_head(body, 512), photos)
    network = open_network(module, (96, 96))
    first, second = (capture(network, photo[None]) for photo in photos[:2])
    assert (first.logits - second.logits).abs().max() > 0.1
    return first

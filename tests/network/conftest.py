"""Lets the tests of this folder import what lies beside them; a ResNet that several change."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
import torchvision
from torch import nn

from explorer.network.capture import Capture

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def plain() -> nn.Module:
    import networks

    torch.manual_seed(0)
    return networks.randomised(torchvision.models.resnet18(num_classes=7))


@pytest.fixture(scope="session")
def resnet(plain: nn.Module) -> Capture:
    from captures import seen

    return seen(plain, 64)

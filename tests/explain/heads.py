"""Heads of networks made for tests: that of the post, and odd ones."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ConcatPool(nn.Module):
    """Largest and average of each map side by side, the largest first, as fastai's AdaptiveConcatPool2d."""

    def __init__(self) -> None:
        super().__init__()
        self.ap = nn.AdaptiveAvgPool2d(1)
        self.mp = nn.AdaptiveMaxPool2d(1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.mp(x), self.ap(x)], 1)


def post_head(body: nn.Module, channels: int, classes: int = 44) -> nn.Module:
    """`body` with the head that the blog post prints: concat pool, and two linear layers with a ReLU between."""
    return nn.Sequential(
        body,
        nn.Sequential(
            ConcatPool(),
            nn.Flatten(),
            nn.BatchNorm1d(2 * channels),
            nn.Dropout(0.25),
            nn.Linear(2 * channels, 512),
            nn.ReLU(inplace=True),
            nn.BatchNorm1d(512),
            nn.Dropout(0.5),
            nn.Linear(512, classes),
        ),
    )


class TwoLayers(nn.Module):
    """The scores are made of two layers of maps, pooled apart."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.fc = nn.Linear(7, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(torch.cat([x.mean((2, 3)), self.conv(x).amax((2, 3))], 1))


def linear(weight: list[list[float]], bias: list[float]) -> nn.Linear:
    """A linear layer with these numbers."""
    layer = nn.Linear(len(weight[0]), len(weight))
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight))
        layer.bias.copy_(torch.tensor(bias))
    return layer

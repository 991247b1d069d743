"""Odd little networks: each has one thing that a naive hook or tracer gets wrong."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Shared(nn.Module):
    """One ReLU module, in place, called three times; a residual sum written with +=."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.fc = nn.Linear(4, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.conv2(x))
        out += x
        out = self.relu(out)
        return self.fc(out.mean((2, 3)))


class Twice(nn.Module):
    """One convolution called twice, so its weights count once."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(self.conv(x)).flatten(1)


class Shuffled(nn.Module):
    """Shape arithmetic, chunks and a channel shuffle as ShuffleNet writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        n, c, h, w = x.size()
        first, second = x.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, c, h, w).chunk(2, dim=1)
        return torch.cat((second, first.relu_()), 1).flatten(1)


class Scaled(nn.Module):
    """A parameter that the forward pass reads directly, and a value that it computes and throws away."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 1)
        self.scale = nn.Parameter(torch.linspace(0.5, 2, 6).reshape(6, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x.sum()
        return (x * self.scale).amax((2, 3))


class Written(nn.Module):
    """A tensor written into the forward pass, and a parameter reshaped before it meets the photo."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 1)
        self.scale = nn.Parameter(torch.linspace(0.5, 2, 6))

    def forward(self, x: Tensor) -> Tensor:
        return (self.conv(x) * torch.tensor([2.0]) * self.scale[:, None, None]).mean((2, 3))


class Overwriting(nn.Module):
    """Writes into a value that it reads again: opened, this would be lost."""

    def forward(self, x: Tensor) -> Tensor:
        y = x * 2 - 1
        y.relu_()
        return y.flatten(1)


class Underscored(nn.Module):
    """An in-place function on a convolution's output."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu_(self.conv(x)).flatten(1)


class Numbered(nn.Module):
    """Modules whose own names end in numbers, as Tiny VGG's do."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_1_1 = nn.Conv2d(3, 2, 1)
        self.conv_1_2 = nn.Conv2d(2, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return (self.conv_1_2(self.conv_1_1(x)) + 1).flatten(1)


class ChannelsLast(nn.Module):
    """Permutes to channels last and back, as ConvNeXt's blocks do."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 2, stride=2)
        self.norm = nn.LayerNorm(4)
        self.fc = nn.Linear(4, 6)

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc(self.norm(self.conv(x).permute(0, 2, 3, 1)))
        return torch.permute(x, dims=(0, -1, 1, 2)).mean((2, 3))


class Transposed(nn.Module):
    """Puts the channels last and back by swapping axes, a permute that leaves no channel axis, and a turned weight."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 2, stride=2)
        self.fc = nn.Linear(4, 6)
        self.scale = nn.Parameter(torch.ones(6, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        x = torch.transpose(self.conv(x), -1, dim1=1)  # (1, W, H, C)
        x = self.fc(x) * self.scale.permute(1, 2, 0)
        x = x.movedim(-1, 1).swapaxes(2, 3)
        return x.permute(1, 0, 2, 3).mean((2, 3)).transpose(0, 1)


class Branching(nn.Module):
    """Decides by a value, which no graph can hold."""

    def forward(self, x: Tensor) -> Tensor:
        return x.flatten(1) if x.mean() > 0 else -x.flatten(1)


class TwoInputs(nn.Module):
    """Takes more than a photo."""

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return (x + y).flatten(1)


class Detector(nn.Module):
    """Returns no row of class scores."""

    def forward(self, x: Tensor) -> Tensor:
        return x * 2


class Fixed(nn.Module):
    """Accepts one size only."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3 * 8 * 8, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.flatten(1))


ALL = (Shared, Twice, Shuffled, Scaled, Written, Underscored, Numbered, ChannelsLast, Transposed)


def randomised(network: nn.Module, seed: int = 0) -> nn.Module:
    """`network` with batch norms that do something: untouched ones multiply by almost one."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for part in network.modules():
            if isinstance(part, nn.BatchNorm2d):
                nn.init.uniform_(part.weight, 0.5, 1.5)
                nn.init.normal_(part.bias, std=0.3)
                nn.init.normal_(part.running_mean, std=0.3)
                nn.init.uniform_(part.running_var, 0.5, 2)
    return network.eval()

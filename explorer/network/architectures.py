"""Three small networks that torchvision lacks: CIFAR ResNet-20, CNN Explainer's Tiny VGG, a ResNet for products.

Layers carry the names that published checkpoints of these networks use, so that the state dicts fit strictly.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torchvision.models.resnet import BasicBlock


class Shortcut(nn.Module):
    """Option A of He et al. 2015, section 4.2: every second row and column, zeros for missing channels.

    It has no weights. Input (N, C, H, W), output (N, C + 2 * pad, ceil(H / 2), ceil(W / 2)).
    """

    def __init__(self, pad: int) -> None:
        """`pad` is the number of zero channels put before and, again, behind those that come in."""
        super().__init__()
        self.pad = pad

    def forward(self, x: Tensor) -> Tensor:
        """Subsample `x` and widen it with channels of zeros."""
        return nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))


class CifarBlock(nn.Module):
    """Two 3 x 3 convolutions with batch norm, added to what came in (He et al. 2015, figure 2)."""

    def __init__(self, incoming: int, outgoing: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(incoming, outgoing, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outgoing)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(outgoing, outgoing, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outgoing)
        changes = stride != 1 or incoming != outgoing
        self.shortcut: nn.Module = Shortcut((outgoing - incoming) // 2) if changes else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """(N, incoming, H, W) to (N, outgoing, H / stride, W / stride)."""
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        result: Tensor = self.relu(out + self.shortcut(x))
        return result


class CifarResNet(nn.Module):
    """ResNet for 32 x 32 photos: three stages of 16, 32 and 64 channels, `blocks` blocks each.

    With three blocks a stage it has 20 layers with weights (He et al. 2015, table 6).
    """

    def __init__(self, blocks: int = 3, classes: int = 10) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = self._stage(16, 16, blocks, 1)
        self.layer2 = self._stage(16, 32, blocks, 2)
        self.layer3 = self._stage(32, 64, blocks, 2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.linear = nn.Linear(64, classes)
        self._initialise()

    @staticmethod
    def _stage(incoming: int, outgoing: int, blocks: int, stride: int) -> nn.Sequential:
        first = CifarBlock(incoming, outgoing, stride)
        return nn.Sequential(first, *(CifarBlock(outgoing, outgoing, 1) for _ in range(blocks - 1)))

    def _initialise(self) -> None:
        # He et al. 2015 draw convolutions as "Delving deep into rectifiers" says.
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Photos (N, 3, H, W), 32 x 32 as trained, to logits (N, classes)."""
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        logits: Tensor = self.linear(torch.flatten(self.avgpool(x), 1))
        return logits


class ChannelsLast(nn.Module):
    """(N, C, H, W) to (N, H * W * C): the channels of a cell lie side by side, as TensorFlow flattens."""

    def forward(self, x: Tensor) -> Tensor:
        """Flatten `x`; value (channel, row, column) goes to index (row * W + column) * C + channel."""
        return torch.flatten(x.permute(0, 2, 3, 1), 1)


class TinyVgg(nn.Module):
    """The network of CNN Explainer (Wang et al. 2020): four 3 x 3 convolutions of ten channels, two poolings.

    It was trained in TensorFlow; hence the channels-last flatten before the last layer.
    """

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.conv_1_1 = nn.Conv2d(3, 10, 3)
        self.relu_1_1 = nn.ReLU()
        self.conv_1_2 = nn.Conv2d(10, 10, 3)
        self.relu_1_2 = nn.ReLU()
        self.max_pool_1 = nn.MaxPool2d(2)
        self.conv_2_1 = nn.Conv2d(10, 10, 3)
        self.relu_2_1 = nn.ReLU()
        self.conv_2_2 = nn.Conv2d(10, 10, 3)
        self.relu_2_2 = nn.ReLU()
        self.max_pool_2 = nn.MaxPool2d(2)
        self.flatten = ChannelsLast()
        self.output = nn.Linear(13 * 13 * 10, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Photos (N, 3, 64, 64) to logits (N, classes)."""
        x = self.relu_1_2(self.conv_1_2(self.relu_1_1(self.conv_1_1(x))))
        x = self.max_pool_1(x)
        x = self.relu_2_2(self.conv_2_2(self.relu_2_1(self.conv_2_1(x))))
        x = self.max_pool_2(x)
        logits: Tensor = self.output(self.flatten(x))
        return logits


class ProductResNet(nn.Module):
    """A ResNet of torchvision's basic blocks (He et al. 2015, figure 2) at half the width: 14 layers with weights.

    Stages of 32, 64, 128 and 256 channels; the last one keeps its size, so that 112 pixels a side give maps of 7 x 7.
    """

    def __init__(self, classes: int = 44) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = self._stage(32, 32, 1, 1)
        self.layer2 = self._stage(32, 64, 2, 2)
        self.layer3 = self._stage(64, 128, 2, 2)
        self.layer4 = self._stage(128, 256, 1, 1)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(256, classes)
        self._initialise()

    @staticmethod
    def _stage(incoming: int, outgoing: int, blocks: int, stride: int) -> nn.Sequential:
        changes = stride != 1 or incoming != outgoing
        project = nn.Sequential(nn.Conv2d(incoming, outgoing, 1, stride=stride, bias=False), nn.BatchNorm2d(outgoing))
        first = BasicBlock(incoming, outgoing, stride, project if changes else None)
        return nn.Sequential(first, *(BasicBlock(outgoing, outgoing) for _ in range(blocks - 1)))

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Photos (N, 3, H, W), 112 x 112 as trained, to logits (N, classes)."""
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        logits: Tensor = self.fc(torch.flatten(self.avgpool(x), 1))
        return logits

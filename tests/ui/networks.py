"""Networks of one's own with odd shapes, as a settings file names them: "tests.ui.networks:one_class"."""

from __future__ import annotations

from torch import Tensor, nn


class OneClass(nn.Sequential):
    """One map, one pooled number, one logit."""

    def __init__(self, classes: int = 1) -> None:
        super().__init__(
            nn.Conv2d(3, 1, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1, 1)
        )


class NoMaps(nn.Module):
    """No convolution and no value with height and width: all pixels go into one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3 * 224 * 224, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.flatten(1))


class PooledPhoto(nn.Module):
    """Averages the photo itself: what its pooled vector is the mean of is no layer."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.mean((2, 3)))


class Infinite(OneClass):
    """Its only logit has no end."""

    def __init__(self) -> None:
        super().__init__()
        nn.init.constant_(self[0].weight, float("inf"))


def infinite() -> nn.Module:
    return Infinite()


def one_class() -> nn.Module:
    return OneClass()


def no_maps() -> nn.Module:
    return NoMaps()


def pooled_photo() -> nn.Module:
    return PooledPhoto()


def broken() -> nn.Module:
    raise RuntimeError("no such file: classifier.bin")

"""Small pictures of many layers."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from explorer.network.arrange import as_maps
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.thumbnails import Wish, thumbnails
from explorer.render.scale import indices
from tests.network import networks


def seen(module: nn.Module, size: int = 32) -> Capture:
    torch.manual_seed(0)
    return capture(open_network(module, (size, size)), torch.randn(1, 3, size, size))


def test_walking_gives_every_value_once_and_the_same_bits() -> None:
    torch.manual_seed(0)
    found = seen(networks.randomised(MODELS["densenet121"].build(10)))
    walked = dict(found.walk())
    assert list(walked) == [node.name for node in found.network.nodes]
    assert all(torch.equal(walked[name], found.activation(name)) for name in [*walked][::7])
    assert torch.equal(walked[found.network.output], found.logits)


def test_the_strongest_maps_come_first_coloured_as_everywhere() -> None:
    torch.manual_seed(0)
    found = seen(networks.randomised(MODELS["cifar_resnet20"].build(10)))
    thumbs = thumbnails(found, {node.name: Wish(4, 8) for node in found.network.nodes})
    for name, thumb in thumbs.items():
        maps = as_maps(found, name).numpy()
        strength = np.square(maps.astype(np.float64)).sum(axis=(1, 2))
        assert len(thumb.channels) == min(4, len(maps))
        np.testing.assert_allclose(strength[list(thumb.channels)], np.sort(strength)[::-1][:4], rtol=1e-5)
        assert max(thumb.tiles.shape[1:]) <= 8
        if max(maps.shape[1:]) <= 8:
            for channel, tile in zip(thumb.channels, thumb.tiles, strict=True):
                assert np.abs(tile.astype(int) - indices(maps[channel], float(np.abs(maps[channel]).max()))).max() <= 1


def test_tiles_are_area_means() -> None:
    found = seen(nn.Sequential(nn.Conv2d(3, 2, 1), nn.Flatten()))
    thumb = thumbnails(found, {"0": Wish(1, 16)})["0"]
    plain = found.activation("0")[thumb.channels[0]].numpy().reshape(16, 2, 16, 2).mean(axis=(1, 3))
    assert np.abs(thumb.tiles[0].astype(int) - indices(plain, float(np.abs(plain).max()))).max() <= 1


class Broken(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x / 0, x], 1).flatten(1)


def test_what_is_no_number_is_marked_and_never_the_strongest() -> None:
    found = seen(Broken(), 8)
    (name,) = (node.name for node in found.network.nodes if node.kind == "Concatenate")
    thumb = thumbnails(found, {name: Wish(4, 8)})[name]
    assert set(thumb.channels[:3]) == {3, 4, 5}
    assert not thumb.tiles[3].any()


def test_only_what_is_wished_for_comes() -> None:
    assert thumbnails(seen(nn.Sequential(nn.Conv2d(3, 2, 1), nn.Flatten())), {}) == {}

"""What the screens show is what the library computes, and odd places end at a place that exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.errors import NetworkError
from explorer.network.arrange import as_maps
from explorer.network.capture import capture
from explorer.network.kernels import kernels
from explorer.network.opened import open_network
from explorer.ui import cache, scenes
from explorer.ui.workspace import Workspace

SMALL = {"model": "cifar_resnet20", "weights": "untrained"}

Place = Callable[..., Workspace]
Load = Callable[[Workspace], scenes.Resident]


def reference(place: Workspace, resident: scenes.Resident) -> scenes.cache.Capture:
    tensor = cache.prepared(place.photo, place.recipe).tensor
    return capture(open_network(resident.module, tensor.shape[-2:]), tensor)


def test_a_layer_scene_holds_the_captured_values(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="layer2.0.conv1", channel=5)
    resident = resident_of(place)
    scene = scenes.layer_scene(place, resident)
    expected = reference(place, resident).activation("layer2.0.conv1").numpy()
    np.testing.assert_array_equal(scene.maps, expected)
    np.testing.assert_array_equal(scene.enlarged, expected[5])
    assert scene.shape == (32, 16, 16)
    assert scene.limit == np.abs(expected).max()
    assert (scene.channels_in, scene.kernel_caption) == (16, "kernel 16 × 3 × 3")
    assert not scene.maps.flags.writeable
    assert place.complaints == []


def test_every_layer_can_be_shown(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    first = scenes.layer_scene(place, resident)
    assert first.layer.name == "conv1"
    captured = reference(place, resident)
    for name in first.names:
        place.update(layer=name, channel=0)
        scene = scenes.layer_scene(place, resident)
        torch.testing.assert_close(torch.tensor(scene.maps), as_maps(captured, name), rtol=0, atol=0)
    assert place.complaints == []


def test_neighbours_end_at_the_ends(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    scene = scenes.layer_scene(place, resident)
    assert scene.names[0] == "conv1" and scene.neighbour(-1) is None
    assert scene.neighbour(1) == scene.names[1]
    place.update(layer=scene.names[-1])
    assert scenes.layer_scene(place, resident).neighbour(1) is None


def test_an_unknown_layer_is_said_and_the_first_shown(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="layer2.0.conv9", channel=3)
    scene = scenes.layer_scene(place, resident_of(place))
    assert (scene.layer.name, scene.channel) == ("conv1", 0)
    (complaint,) = place.complaints
    assert str(complaint).startswith("There is no layer called “layer2.0.conv9”. Did you mean layer2.0.conv")
    assert place.view.layer == "conv1"


@pytest.mark.parametrize("channel", [16, 999_999_999])
def test_an_unknown_channel_is_said_and_the_first_shown(place_of: Place, resident_of: Load, channel: int) -> None:
    place = place_of(**SMALL, layer="conv1", channel=channel)
    scene = scenes.layer_scene(place, resident_of(place))
    assert scene.channel == 0
    (complaint,) = place.complaints
    assert str(complaint) == f"There is no channel {channel}; this layer has 16. Channel 0 is shown."


def test_kernels_of_any_convolution(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="layer3.0.conv1")
    resident = resident_of(place)
    scene = scenes.kernel_scene(place, resident)
    np.testing.assert_array_equal(scene.kernels, kernels(resident.opened((32, 32)), "layer3.0.conv1"))
    assert scene.kernels.shape == (64, 32, 3, 3)
    assert not scene.is_first and not scene.fits
    assert (scene.starts(0, 64), scene.starts(1, 20)) == ([0], [0, 20])
    assert scene.span(1, 20, 20) == "20 to 31"


@pytest.mark.parametrize(
    ("layer", "shown"),
    [("", "conv1"), ("bn1", "conv1"), ("layer1.0.relu", "layer1.0.conv1"), ("linear", "layer3.2.conv2")],
)
def test_what_is_no_convolution_shows_the_one_before(
    place_of: Place, resident_of: Load, layer: str, shown: str
) -> None:
    place = place_of(**SMALL, layer=layer)
    assert scenes.kernel_scene(place, resident_of(place)).layer == shown
    assert place.complaints == []


def test_an_unknown_layer_is_said_on_the_kernels_page_too(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="nowhere")
    scene = scenes.kernel_scene(place, resident_of(place))
    assert scene.layer == "conv1" and scene.is_first and scene.fits
    assert "nowhere" in str(place.complaints[0])


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_memory: None) -> None:
    names = ("one_class", "no_maps", "pooled_photo")
    lines = [f'{name} = "tests.ui.networks:{name}"' for name in names]
    (tmp_path / "convscope.toml").write_text("\n".join(["[models]", *lines]))
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "convscope.toml"))


@pytest.mark.usefixtures("own")
def test_a_network_with_one_class_and_one_map(place_of: Place, resident_of: Load) -> None:
    place = place_of(model="one_class")
    resident = resident_of(place)
    layers = scenes.layer_scene(place, resident)
    assert layers.shape == (1, 224, 224)
    place.update(layer=layers.names[-1])
    assert scenes.layer_scene(place, resident).shape == (1, 1, 1)


@pytest.mark.usefixtures("own")
def test_a_network_without_maps(place_of: Place, resident_of: Load) -> None:
    place = place_of(model="no_maps")
    resident = resident_of(place)
    assert scenes.layer_scene(place, resident).shape[1:] == (1, 1)
    with pytest.raises(NetworkError, match="no convolution"):
        scenes.kernel_scene(place, resident)


def test_kernels_are_sorted_by_what_they_come_to(place_of, resident_of) -> None:
    place = place_of(model="cifar_resnet20", weights="untrained", kernel=(99, 0))
    resident = resident_of(place)
    scene = scenes.kernel_scene(place, resident)
    norms = [float(np.linalg.norm(kernel)) for kernel in scene.kernels]
    assert [norms[output] for output in scene.order("norm")] == pytest.approx(sorted(norms, reverse=True))
    assert scene.order("number") == scene.order("nonsense") == list(range(16))
    assert scenes.chosen_kernel(place, scene) == 15
    made = scenes.kernel_map(place, resident, scene)
    seen = resident.capture(cache.prepared(place.photo, place.recipe)).activation("conv1")
    assert np.array_equal(made, seen[15])

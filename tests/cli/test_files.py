"""`activations` and `kernels`: files that hold exactly what the library computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.arrange import as_maps
from explorer.network.calibrate import PHOTOS
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network
from explorer.network.weights import load
from explorer.render.kernel_picture import kernel_picture
from explorer.render.sheet import sheet, to_picture


@pytest.fixture(scope="module")
def resnet20(shared) -> tuple[str, ...]:
    """Options for the CIFAR ResNet-20 with its trained weights."""
    weights = shared / "weights/resnet20-cifar10/resnet20-12fca82f.th"
    return ("--model", "cifar_resnet20", "--weights", str(weights))


def captured(options: tuple[str, ...], photo, size: int) -> Capture:
    """What the library computes for `photo`."""
    network = load(options[1], options[3])
    opened = open_network(network.module, (size, size))
    return capture(opened, preprocess(read(photo), network.recipe.at_size(size)).tensor)


@pytest.mark.parametrize("layer", ["conv1", "layer1.0.bn1", "layer2.0.add", "layer3.2.relu_1", "avgpool"])
def test_activations_are_those_of_the_capture(run, resnet20, photo, tmp_path, layer) -> None:
    file = tmp_path / "a.npz"
    ended = run("activations", photo, *resnet20, "--layer", layer, "--out", file)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    with np.load(file) as content:
        assert content.files == ["activation"]
        array = content["activation"]
    expected = as_maps(captured(resnet20, photo, 32), layer)
    assert array.dtype == np.float32 and array.ndim == 3
    assert torch.equal(torch.from_numpy(array), expected)


def test_a_vector_stays_a_vector(run, resnet20, photo, tmp_path) -> None:
    assert run("activations", photo, *resnet20, "--layer", "flatten", "--out", tmp_path / "a.npz").status == 0
    array = np.load(tmp_path / "a.npz")["activation"]
    assert array.shape == (64,)
    assert torch.equal(torch.from_numpy(array), captured(resnet20, photo, 32).activation("flatten"))
    assert run("activations", photo, *resnet20, "--layer", "flatten", "--out", tmp_path / "a.png").status == 0
    assert Image.open(tmp_path / "a.png").convert("RGB").size[0] > 64


def test_channels_come_first_though_the_network_keeps_them_last(run, tiny_vgg, photo, tmp_path) -> None:
    files = {layer: tmp_path / f"{layer}.npz" for layer in ("flatten.permute", "max_pool_2")}
    for layer, file in files.items():
        assert run("activations", photo, *tiny_vgg, "--layer", layer, "--out", file).status == 0
    arrays = [np.load(file)["activation"] for file in files.values()]
    assert arrays[0].shape == (10, 13, 13)
    assert np.array_equal(*arrays)


def test_size_reaches_the_layer(run, resnet20, photo, tmp_path) -> None:
    out = ("--layer", "layer1.0.bn1", "--out", tmp_path / "a.npz")
    assert run("activations", photo, *resnet20, *out, "--size", 48).status == 0
    array = np.load(tmp_path / "a.npz")["activation"]
    assert array.shape == (16, 48, 48)
    assert torch.equal(torch.from_numpy(array), captured(resnet20, photo, 48).activation("layer1.0.bn1"))


def test_the_picture_of_activations_is_the_grid(run, resnet20, photo, tmp_path) -> None:
    file = tmp_path / "grid.PNG"
    ended = run("activations", photo, *resnet20, "--layer", "layer1.0.bn1", "--out", file)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    maps = as_maps(captured(resnet20, photo, 32), "layer1.0.bn1").numpy()
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert np.array_equal(np.asarray(picture), to_picture(sheet(maps), theme="light"))


def test_kernels_are_the_weights(run, squeezenet, tmp_path) -> None:
    state = torch.load(squeezenet[3], weights_only=True)
    for layer, shape in (("features.0", (96, 3, 7, 7)), ("features.12.expand3x3", (256, 64, 3, 3))):
        file = tmp_path / "k.npz"
        ended = run("kernels", *squeezenet, "--layer", layer, "--out", file)
        assert (ended.status, ended.out, ended.err) == (0, "", "")
        with np.load(file) as content:
            assert content.files == ["kernels"]
            array = content["kernels"]
        assert (array.dtype, array.shape) == (np.float32, shape)
        assert torch.equal(torch.from_numpy(array), state[f"{layer}.weight"])


def test_the_picture_of_kernels(run, squeezenet, tmp_path) -> None:
    assert run("kernels", *squeezenet, "--layer", "features.0", "--out", tmp_path / "k.png").status == 0
    weights = torch.load(squeezenet[3], weights_only=True)["features.0.weight"].numpy()
    with Image.open(tmp_path / "k.png") as picture:
        assert np.array_equal(np.asarray(picture), kernel_picture(weights))


def test_an_existing_file_is_replaced_and_a_refusal_leaves_it(run, resnet20, photo, tmp_path) -> None:
    file = tmp_path / "a.npz"
    file.write_text("old")
    assert run("activations", photo, *resnet20, "--layer", "conv9", "--out", file).status == 2
    assert file.read_text() == "old"
    assert run("activations", photo, *resnet20, "--layer", "conv1", "--out", file).status == 0
    assert np.load(file)["activation"].shape == (16, 32, 32)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not any(PHOTOS.glob("*.jpg")), reason="no built-in photos to settle untrained networks")
def test_untrained_kernels_follow_the_seed(run, tmp_path) -> None:
    def written(weights: str) -> np.ndarray:
        out = ("--layer", "conv_1_1", "--out", tmp_path / "k.npz")
        assert run("kernels", "--model", "tiny_vgg", "--weights", weights, *out).status == 0
        return np.load(tmp_path / "k.npz")["kernels"]

    assert np.array_equal(written("untrained"), written("untrained:0"))
    assert not np.array_equal(written("untrained:0"), written("untrained:1"))

"""From names to a network: choices are checked first, then fetched, read or initialised."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import http.server
import io
import sys
import textwrap
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image

from explorer.errors import CheckpointError, DownloadError, NetworkError, UnknownName
from explorer.image.photo import Photo, decode, read
from explorer.image.preprocess import preprocess
from explorer.network import calibrate, download
from explorer.network.registry import Model, Published, entry
from explorer.network.weights import load, resolve


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """torch's cache in an empty folder, so that nothing depends on what lies in the true one."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    return tmp_path / "torch/hub/checkpoints"


def photos(number: int) -> list[Photo]:
    """Photos of soft random shapes."""
    random = np.random.default_rng(0)
    made = []
    for index in range(number):
        rough = Image.fromarray(random.integers(0, 256, (6, 6, 3), dtype=np.uint8))
        made.append(decode(_png(rough.resize((120, 100), Image.Resampling.BICUBIC)), f"{index}.png"))
    return made


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


# --- names ---


def cached(model: Model) -> bool:
    """Whether the default weights of `model` lie in torch's cache."""
    return download.cache_path(model.weights_named(model.default or "").address).is_file()


def test_default_is_the_posts_weights_for_resnet50_and_torchvisions_otherwise() -> None:
    assert resolve("resnet50").weights == "IMAGENET1K_V1"
    assert resolve("resnet101").weights == "IMAGENET1K_V2"
    assert entry("resnet50").weights == ("IMAGENET1K_V1", "IMAGENET1K_V2")
    assert resolve("resnet50", "IMAGENET1K_V2").recipe.resize == 232
    assert resolve("resnet50").recipe.resize == 256


def test_untrained_with_and_without_seed() -> None:
    assert resolve("tiny_vgg", "untrained").weights == "untrained:0"
    assert resolve("tiny_vgg", "untrained:17").seed == 17
    for wrong in ("untrained:", "untrained:-1", "untrained:x", "untrained:²", f"untrained:{2**63}"):
        with pytest.raises(UnknownName, match=r"no seed called.*untrained:0"):
            resolve("tiny_vgg", wrong)


@pytest.mark.parametrize(
    ("model", "weights", "error", "sentence"),
    [
        ("resnet5", "default", UnknownName, "no model called “resnet5”.*resnet50"),
        ("resnet50", "IMAGENET1K_V3", UnknownName, "“IMAGENET1K_V3”.*IMAGENET1K_V2"),
        ("resnet50", "", UnknownName, "no weights name called “”"),
        ("resnet50", "missing.pth", CheckpointError, "“missing.pth” is not there, expected a file"),
        ("resnet50", "/", CheckpointError, "“/” is a folder, expected a file"),
        ("tiny_vgg", "default", CheckpointError, "No weights are published for Tiny VGG.*untrained"),
        ("no_such.package:net", "default", NetworkError, "cannot be imported"),
    ],
)
def test_wrong_names_are_said_before_anything_is_fetched(
    model: str, weights: str, error: type[Exception], sentence: str, cache: Path
) -> None:
    with pytest.raises(error, match=sentence):
        resolve(model, weights)
    assert not cache.exists()


# --- published ---


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def model(tmp_path: Path) -> Iterator[Model]:
    """SqueezeNet 1.1 as it would be published on this machine: right file, right hash."""
    squeezenet, folder = entry("squeezenet1_1"), tmp_path / "server"
    folder.mkdir()
    torch.manual_seed(1)
    torch.save(squeezenet.build(1000).state_dict(), folder / "new.pth")
    name = f"squeezenet1_1-{hashlib.sha256((folder / 'new.pth').read_bytes()).hexdigest()[:8]}.pth"
    (folder / "new.pth").rename(folder / name)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}/{name}"
    yield dataclasses.replace(squeezenet, published=(Published("IMAGENET1K_V1", address, squeezenet.recipe),))
    server.shutdown()
    thread.join()
    server.server_close()


def test_published_weights_are_fetched_once_and_then_cached(model: Model) -> None:
    seen: list[tuple[int, int | None]] = []
    assert not cached(model)
    network = load(model, progress=lambda *now: seen.append(now))
    assert seen[-1][0] == seen[-1][1] and cached(model)
    assert (network.weights, network.trained, network.labels[504]) == ("IMAGENET1K_V1", True, "coffee mug")
    assert network.recipe == model.recipe and not network.module.training
    seen.clear()
    again = load(model, progress=lambda *now: seen.append(now))
    assert seen == [] and again.digest == network.digest and again.module is not network.module


def test_labels_are_checked_before_the_download(model: Model, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "names.txt").write_text("mug\nball\n")
    with pytest.raises(CheckpointError, match="There are 2 class names, but the network has 1,000 classes"):
        load(model, labels=tmp_path / "names.txt")
    assert not cache.exists()


def test_without_a_network_nothing_else_breaks(model: Model, cache: Path) -> None:
    closed = dataclasses.replace(
        model,
        published=(Published("IMAGENET1K_V1", "http://weights.invalid/net-12345678.pth", model.recipe),),
    )
    with pytest.raises(DownloadError):
        load(closed)
    assert not cached(closed)
    assert load(closed, "untrained", calibration=photos(2)).trained is False


# --- untrained ---


def test_untrained_networks_are_the_same_every_time() -> None:
    some = photos(3)
    first, second = (load("cifar_resnet20", "untrained:5", calibration=some) for _ in range(2))
    other = load("cifar_resnet20", "untrained:6", calibration=some)
    fewer = load("cifar_resnet20", "untrained:5", calibration=some[:2])
    state = first.module.state_dict()
    assert all(torch.equal(state[key], value) for key, value in second.module.state_dict().items())
    assert first.digest == second.digest and len({first.digest, other.digest, fewer.digest}) == 3
    assert (first.weights, first.trained, first.labels[3]) == ("untrained:5", False, "cat")
    assert not any(each.requires_grad for each in first.module.parameters())


def test_labels_set_the_number_of_classes_of_an_untrained_network(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_bytes("\ufeffTasse\r\nBälle\r\nSchuh\r\n\r\n".encode())
    network = load("tiny_vgg", "untrained", labels=tmp_path / "names.txt", calibration=photos(2))
    assert network.labels == ("Tasse", "Bälle", "Schuh")
    assert network.module.get_parameter("output.weight").shape[0] == 3


def test_too_few_photos_are_said() -> None:
    with pytest.raises(NetworkError, match=r"at least two photos.*got 1"):
        load("tiny_vgg", "untrained", calibration=photos(1))


def test_the_built_in_photos_are_there_and_serve() -> None:
    assert len(calibrate.builtin_photos()) >= 8
    network = load("resnet18", "untrained")
    with torch.inference_mode():
        logits = network.module(calibrate.batch(calibrate.builtin_photos()[:2], network.recipe))
    assert logits.isfinite().all() and (logits[0] - logits[1]).std() > 0.03 * logits.std()


# --- networks of one's own ---


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    name = f"mine_{tmp_path.name}"
    source = """
        import torch
        from torch import nn

        def network():
            torch.manual_seed(3)
            return nn.Sequential(
                nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 6))

        def deeper():
            return nn.Sequential(network(), nn.Linear(6, 2))

        def maps():
            return nn.Conv2d(3, 4, 3)

        def grey():
            return nn.Conv2d(1, 4, 3)
    """
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def test_an_own_network_comes_with_its_values(own: str) -> None:
    network = load(f"{own}:network")
    torch.manual_seed(3)
    assert torch.equal(network.module.get_parameter("0.weight"), torch.nn.Conv2d(3, 4, 3).weight)
    assert network.labels == tuple(f"class {index}" for index in range(6))
    assert (network.weights, network.trained) == ("built", True)
    assert (network.recipe.resize, network.recipe.crop) == (256, 224)
    assert load(f"{own}:network").digest == network.digest != load(f"{own}:deeper").digest


def test_an_own_network_opens_files_and_has_no_untrained_form(own: str, tmp_path: Path) -> None:
    state = load(f"{own}:network").module.state_dict()
    state["4.bias"] = torch.arange(6.0)
    torch.save(state, tmp_path / "own.pth")
    network = load(f"{own}:network", str(tmp_path / "own.pth"))
    assert network.module.get_parameter("4.bias").tolist() == [0, 1, 2, 3, 4, 5] and len(network.labels) == 6
    with pytest.raises(CheckpointError, match="it has no untrained form"):
        load(f"{own}:network", "untrained", calibration=photos(2))


def test_an_own_network_that_classifies_nothing_is_said(own: str) -> None:
    with pytest.raises(NetworkError, match="returns 1 × 4 × 222 × 222, expected one logit a class"):
        load(f"{own}:maps")
    with pytest.raises(NetworkError, match="grey cannot take a photo of 3 × 224 × 224"):
        load(f"{own}:grey")


# --- genuine weights ---


def test_squeezenet_recognises_what_is_documented(shared: Path) -> None:
    network = load("squeezenet1_0", str(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth"))
    transforms = torchvision.models.SqueezeNet1_0_Weights.IMAGENET1K_V1.transforms()
    reference = torchvision.models.squeezenet1_0(weights=None).eval()
    reference.load_state_dict(
        torch.load(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth", weights_only=True)
    )
    with (shared / "data/imagenet-samples.csv").open() as file:
        samples = list(csv.DictReader(file))
    pictures = sorted((shared / "data/imagenet-samples").glob("*.jpg"))
    assert len(pictures) == len(samples) == 40
    first = five = 0
    with torch.inference_mode():
        for picture in pictures:
            index = int(picture.name.split("_")[0])
            photo = read(picture)
            logits = network.module(preprocess(photo, network.recipe).tensor)[0]
            # One picture has a camera's colour profile, which plain Pillow leaves out of account.
            plain = Image.fromarray(photo.pixels) if photo.notes else Image.open(picture).convert("RGB")
            theirs = reference(transforms(plain)[None])[0]
            torch.testing.assert_close(logits.softmax(0), theirs.softmax(0), rtol=0, atol=1e-5)
            first += int(logits.argmax()) == index
            five += index in logits.topk(5).indices
            assert network.labels[index].replace(" ", "-").lower() in picture.name.lower().replace("_", "-")
    assert (first, five) == (29, 35)


def test_a_path_that_no_file_can_have_is_said() -> None:
    with pytest.raises(CheckpointError, match="is not there"):
        resolve("resnet50", "./" + "a" * 300 + ".pth")


@pytest.mark.parametrize("weights", ["untrained:" + "9" * 5000, "x" * 300, "untrained:-1", "untrained:1.5"])
def test_names_of_any_length_get_a_sentence(weights: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve("resnet50", weights)
    assert len(str(caught.value)) < 500

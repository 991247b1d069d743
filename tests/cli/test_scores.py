"""`scores`: the classes of photos, against plain torchvision."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import functools
import hashlib
import http.server
import io
import json
import threading
from pathlib import Path

import pytest
import torch
import torchvision
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from explorer.cli.main import main
from explorer.image.photo import read
from explorer.image.preprocess import POST, STANDARD
from explorer.network.registry import MODELS, Published

PROFILED = "831_studio-couch.jpg"


@pytest.fixture(scope="module")
def samples(shared) -> dict[Path, int]:
    """The 40 pictures and their classes."""
    with (shared / "data/imagenet-samples.csv").open() as file:
        rows = list(csv.DictReader(file))
    folder = shared / "data/imagenet-samples"
    return {folder / row["file"]: int(row["class_index"]) for row in rows}


def pixels(path: Path) -> Image.Image:
    """What plain torchvision is given: the decoded file.

    One picture carries the profile of a camera; Pillow leaves its colours as the camera wrote them, so that
    they would be taken for sRGB. What torchvision gets of this one is the picture converted to sRGB.
    """
    if path.name == PROFILED:
        return Image.fromarray(read(path).pixels)
    return Image.open(path).convert("RGB")


def test_squeezenet_on_forty_pictures(run, samples, squeezenet) -> None:
    ended = run("scores", *samples, *squeezenet, "--top", 1000, "--format", "json")
    assert (ended.status, ended.err) == (0, "")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["photo"] for line in lines] == [str(path) for path in samples]

    orders = [[score["class"] for score in line["top"]] for line in lines]
    truths = list(samples.values())
    assert len(lines) == 40
    assert sum(order[0] == truth for order, truth in zip(orders, truths, strict=True)) == 29
    assert sum(truth in order[:5] for order, truth in zip(orders, truths, strict=True)) == 35

    network = torchvision.models.squeezenet1_0().eval()
    network.load_state_dict(torch.load(squeezenet[3], weights_only=True))
    published = torchvision.models.SqueezeNet1_0_Weights.IMAGENET1K_V1
    for line, path in zip(lines, samples, strict=True):
        with torch.inference_mode():
            expected = network(published.transforms()(pixels(path))[None]).softmax(dim=1)[0]
        ours = torch.zeros(1000)
        for score in line["top"]:
            ours[score["class"]] = score["probability"]
        assert float((ours - expected).abs().max()) <= 1e-5, path.name
        assert line["top"][0]["label"] == published.meta["categories"][int(expected.argmax())]


def test_only_one_picture_needs_its_colours_converted(samples) -> None:
    for path in samples:
        plain = torch.from_numpy(read(path).pixels.copy())
        same = torch.equal(
            plain, torchvision.transforms.functional.pil_to_tensor(Image.open(path).convert("RGB")).permute(1, 2, 0)
        )
        assert same == (path.name != PROFILED), path.name


def test_one_line_a_photo(run, photo, tiny_vgg) -> None:
    ended = run("scores", photo, photo, *tiny_vgg, "--top", 2, "--format", "json")
    first, second = map(json.loads, ended.out.splitlines())
    assert first == second
    assert list(first) == ["photo", "model", "weights", "top"]
    assert (first["photo"], first["model"], first["weights"]) == (str(photo), "tiny_vgg", "tiny_vgg.pth")
    assert [list(score) for score in first["top"]] == [["class", "label", "probability", "logit"]] * 2


def test_for_people(run, photo, tiny_vgg) -> None:
    ended = run("scores", photo, photo, *tiny_vgg)
    lines = ended.out.splitlines()
    best = json.loads(run("scores", photo, *tiny_vgg, "--format", "json").out)["top"][0]
    assert lines[0] == f"{photo}: Tiny VGG, tiny_vgg.pth"
    assert lines[1].split() == ["probability", "logit", "class", "label"]
    assert lines[2].endswith(f"{best['class']}  {best['label']}") and " % " in lines[2]
    assert len(lines) == 2 * 7 + 1 and lines[7] == "" and lines[:7] == lines[8:]


def test_labels_of_ones_own(run, photo, tiny_vgg, tmp_path) -> None:
    names = [f"Käse {index}" for index in range(10)]
    (tmp_path / "labels.txt").write_text("\n".join(names), encoding="utf-8")
    line = json.loads(run("scores", photo, *tiny_vgg, "--labels", tmp_path / "labels.txt", "--format", "json").out)
    assert all(score["label"] == names[score["class"]] for score in line["top"])


def test_photos_beyond_what_is_kept_are_read_again(run, samples, tiny_vgg, monkeypatch) -> None:
    few = list(samples)[:3]
    kept = run("scores", *few, *tiny_vgg).out
    monkeypatch.setattr("explorer.cli.photos.KEPT_BYTES", few[0].stat().st_size)
    assert run("scores", *few, *tiny_vgg).out == kept


def test_size_and_recipe_reach_the_network(run, photo, tiny_vgg, squeezenet) -> None:
    def best(*options: object) -> str:
        return run("scores", photo, *squeezenet, "--format", "json", *options).out

    assert best() == best("--size", 224)  # the recipe's own size, by the formula
    answers = {best(), best("--size", 300), best("--recipe", "post"), best("--recipe", "post", "--size", 224)}
    assert len(answers) == 4
    network = torchvision.models.squeezenet1_0().eval()
    network.load_state_dict(torch.load(squeezenet[3], weights_only=True))
    for options, recipe in (((), STANDARD.at_size(320)), (("--recipe", "post"), POST.at_size(320))):
        transforms = torchvision.transforms._presets.ImageClassification(
            crop_size=recipe.crop, resize_size=recipe.resize
        )
        with torch.inference_mode():
            expected = network(transforms(Image.open(photo))[None])[0]
        top = json.loads(best("--size", 320, *options))["top"]
        assert [score["class"] for score in top] == expected.topk(5).indices.tolist()
        assert [score["logit"] for score in top] == pytest.approx(expected.topk(5).values.tolist(), abs=1e-5)


@settings(max_examples=40)
@given(top=st.integers(-3, 14) | st.integers())
def test_any_top_gives_json_or_a_sentence(run, photo, tiny_vgg, top: int) -> None:
    ended = run("scores", photo, *tiny_vgg, "--format", "json", f"--top={top}")
    if 1 <= top <= 10:
        scores = json.loads(ended.out)["top"]
        logits = [score["logit"] for score in scores]
        assert (ended.status, len(scores)) == (0, top)
        assert logits == sorted(logits, reverse=True)
        assert sum(score["probability"] for score in scores) <= 1 + 1e-6
    else:
        assert (ended.status, ended.out) == (2, "")
        assert len(ended.err.splitlines()) == 1 and "--top" in ended.err


OWN = """
import torch
from torch import nn

print("imported")

def network():
    print("built")
    return nn.Sequential(nn.Conv2d(3, 2, 5, stride=5), nn.AdaptiveAvgPool2d(1), nn.Flatten())

def broken():
    made = network()
    nn.init.constant_(made[0].weight, float("inf"))
    return made

class Overwriting(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 2, 5, stride=5)

    def forward(self, x):
        y = self.conv(x)
        y.relu_()
        return y.mean((2, 3))

def overwriting():
    return Overwriting()

def stopped():
    raise KeyboardInterrupt
"""


@pytest.fixture
def own(tmp_path, monkeypatch) -> str:
    """A module with networks of one's own, which print."""
    (tmp_path / "own_networks.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "own_networks"


def test_a_network_of_ones_own_does_not_write_into_the_result(run, photo, own) -> None:
    ended = run("scores", photo, "--model", f"{own}:network", "--format", "json")
    line = json.loads(ended.out)
    assert (ended.status, line["model"], line["weights"]) == (0, f"{own}:network", "built")
    assert {score["label"] for score in line["top"]} == {"class 0", "class 1"}
    assert "built" in ended.err
    assert run("scores", photo, "--model", f"{own}:network", "--top", 3).status == 2


def test_json_has_no_word_for_infinity(run, photo, own) -> None:
    ended = run("scores", photo, "--model", f"{own}:broken", "--format", "json")
    scores = json.loads(ended.out, parse_constant=pytest.fail)["top"]
    assert [score["logit"] for score in scores] == [None, None]


@pytest.mark.parametrize("command", ["activations", "receipt"])
def test_a_network_that_would_compute_other_numbers_is_not_opened(run, photo, own, tmp_path, command) -> None:
    options = {
        "activations": ("--layer", "conv", "--out", tmp_path / "maps.npz"),
        "receipt": ("--layer", "conv", "--channel", 0, "--cell", "0,0"),
    }
    ended = run(command, photo, "--model", f"{own}:overwriting", *options[command])
    assert (ended.status, ended.out) == (2, "")
    assert "Overwriting writes into tensors that it reads again" in ended.err
    assert run("scores", photo, "--model", f"{own}:overwriting").status == 0  # asks the network itself


def test_an_interrupt_ends_quietly(run, photo, own) -> None:
    ended = run("scores", photo, "--model", f"{own}:stopped")
    assert (ended.status, ended.out, ended.err) == (130, "", "")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def published(tmp_path, monkeypatch):
    """SqueezeNet 1.1 as if published on this machine, and an empty cache."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    folder = tmp_path / "server"
    folder.mkdir()
    model = MODELS["squeezenet1_1"]
    torch.save(model.build(1000).state_dict(), folder / "new.pth")
    name = f"squeezenet1_1-{hashlib.sha256((folder / 'new.pth').read_bytes()).hexdigest()[:8]}.pth"
    (folder / "new.pth").rename(folder / name)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}/{name}"
    here = (Published("IMAGENET1K_V1", address, model.recipe),)
    monkeypatch.setitem(MODELS, model.name, dataclasses.replace(model, published=here))
    yield model.name
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_download_is_said_in_one_line_and_once(run, photo, published) -> None:
    first = run("scores", photo, "--model", published)
    assert first.status == 0
    assert first.err == "convscope: downloading SqueezeNet 1.1, IMAGENET1K_V1 (4.96 MB)\n"
    second = run("scores", photo, "--model", published)
    assert (second.status, second.err, second.out) == (0, "", first.out)


class Terminal(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_download_count_and_go(photo, published) -> None:
    out, err = io.StringIO(), Terminal()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert main(["scores", str(photo), "--model", published]) == 0
    written = err.getvalue()
    assert "\r\x1b[Kdownloading SqueezeNet 1.1, IMAGENET1K_V1: 0 bytes of 4.96 MB" in written
    assert written.endswith("\r\x1b[K") and "\n" not in written
    assert "SqueezeNet 1.1" in out.getvalue()

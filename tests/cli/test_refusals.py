"""Every bad input: status 2, one sentence that names it, nothing on standard output, no weights sought."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

DEFAULT = ("default",)  # ResNet50 with weights that are not there: seeking them would end in status 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that cannot be used."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "text.jpg").write_text("no photo")
    (folder / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    Image.new("RGB", (4000, 1)).save(folder / "strip.png")
    (folder / "two.txt").write_text("cat\ndog\n")
    (folder / "latin.txt").write_bytes(b"k\xe4se\n")
    (folder / "broken.pth").write_bytes(b"no checkpoint")
    (folder / "a folder.npz").mkdir()
    return folder


# Words that {} stands in for are paths in `folder`; PHOTO is a good photo. Each case ends with what is named.
CASES = {
    "no command": ("", "COMMAND"),
    "unknown command": ("shape", "'shape' (choose from"),
    "unknown option": ("shapes --sise 300", "--sise"),
    "shortened option": ("shapes --form csv", "--form"),
    "option without value": ("shapes --size", "--size"),
    "no photo": ("scores", "PHOTO"),
    "missing photo": ("scores PHOTO {}/none.jpg", "none.jpg” does not exist"),
    "photo is a folder": ("scores {}", "is a folder, not a photo"),
    "photo is text": ("activations {}/text.jpg --layer conv1 --out {}/x.npz", "text.jpg"),
    "damaged photo": ("scores PHOTO {}/cut.png", "cut.png"),
    "photo is a strip": ("scores PHOTO {}/strip.png", "strip.png”: With its shorter side at 256"),
    "size too small": ("shapes --size 31", "A size of 31 pixels was asked for; 32 to 1,024"),
    "size too large": ("scores PHOTO --size 1025", "A size of 1,025 pixels"),
    "size below zero": ("shapes --size -224", "A size of -224 pixels"),
    "size no number": ("shapes --size 3e2", "--size: expected a whole number, got “3e2”"),
    "size in other digits": ("shapes --size ３００", "got “３００”"),
    "endless size": (f"shapes --size {'9' * 5000}", "--size: expected a whole number"),
    "size that the network cannot take": ("scores PHOTO --model alexnet --size 32", "accept 32 × 32 pixels"),
    "top zero": ("scores PHOTO --top 0", "--top: expected 1 or more classes, got 0"),
    "top beyond the classes": ("scores PHOTO --top 1001", "--top 1,001 asks for more than the network's 1,000"),
    "top no number": ("scores PHOTO --top five", "“five”"),
    "unknown format": ("scores PHOTO --format csv", "'csv'"),
    "unknown model": ("shapes --model resnet51", "“resnet51”. Did you mean resnet50"),
    "model not importable": ("shapes --model no_such.place:network", "“no_such.place” cannot be imported"),
    "unknown weights": ("scores PHOTO --weights IMAGENET1K_V3", "“IMAGENET1K_V3”. Did you mean IMAGENET1K_V2"),
    "unknown weights for shapes": ("shapes --weights IMAGENET1K_V3", "“IMAGENET1K_V3”"),
    "seed no number": ("scores PHOTO --weights untrained:x", "seed called “x”"),
    "missing checkpoint": ("scores PHOTO --weights {}/none.pth", "none.pth” is not there"),
    "damaged checkpoint": ("scores PHOTO --weights {}/broken.pth", "“broken.pth” is no checkpoint"),
    "no weights published": ("scores PHOTO --model tiny_vgg", "No weights are published for Tiny VGG"),
    "unknown layer": (
        "activations PHOTO --layer layer1.0.bn9 --out {}/x.npz",
        "no layer called “layer1.0.bn9”. Did you mean layer1.0.bn",
    ),
    "layer without kernels": ("kernels --layer bn1 --out {}/x.npz", "no convolution called “bn1”"),
    "no layer": ("kernels --out {}/x.npz", "--layer"),
    "unknown suffix": ("kernels --layer conv1 --out {}/x.gif", "“x.gif” does not end in .npz or .png"),
    "missing folder": ("kernels --layer conv1 --out {}/none/x.npz", "none” for “x.npz” does not exist"),
    "out is a folder": ("kernels --layer conv1 --out {}/a%folder.npz", "a folder.npz” is a folder"),
    "missing labels": ("scores PHOTO --labels {}/none.txt", "none.txt” cannot be read"),
    "labels that do not fit": ("scores PHOTO --labels {}/two.txt", "2 class names, but the network has 1,000"),
    "labels not UTF-8": ("shapes --labels {}/latin.txt", "latin.txt” is not UTF-8"),
    "unknown device": ("scores PHOTO --device tpu", "no device called “tpu”"),
    "device that is not here": ("scores PHOTO --device cuda:99", "cuda:99"),
    "unknown recipe": ("shapes --recipe posts", "'posts'"),
    "line break in a name": ("scores {}/a\nb.jpg", r"b.jpg” does not exist"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "named"), CASES.values(), ids=CASES.keys())
def test_bad_input(line, named, run, folder, photo, no_network) -> None:
    words = [word.replace("{}", str(folder)).replace("%", " ") for word in line.split(" ") if word]
    before = {path for path in folder.rglob("*")}
    ended = run(*(str(photo) if word == "PHOTO" else word for word in words))
    assert (ended.status, ended.out) == (2, ""), ended.err
    assert ended.err.startswith("convscope: ") and ended.err.endswith("\n")
    assert len(ended.err.splitlines()) == 1
    assert named in ended.err
    assert {path for path in folder.rglob("*")} == before
    assert not list(no_network.rglob("*.pth*"))


def test_weights_that_cannot_be_fetched_are_no_bad_input(run, photo) -> None:
    ended = run("scores", photo)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("convscope: The weights cannot be fetched: ")
    assert len(ended.err.splitlines()) == 1


def test_settings_hold_here_too(run, photo, tmp_path, monkeypatch) -> None:
    file = tmp_path / "convscope.toml"
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(file))
    file.write_text("megapixels = 0.001")
    ended = run("scores", photo)
    assert ended.status == 2 and "soft colours.png" in ended.err and "megapixels" in ended.err
    file.write_text('device = "cuda:99"')
    assert "cuda:99" in run("scores", photo).err
    file.write_text("megapixels = -1")
    assert "convscope.toml" in run("scores", photo).err


def test_what_a_file_alone_can_tell_is_refused_after_reading_it(run, photo, tiny_vgg, folder) -> None:
    ended = run("scores", photo, *tiny_vgg, "--top", 11)
    assert (ended.status, ended.out) == (2, "")
    assert "--top 11 asks for more than the network's 10 classes" in ended.err
    ended = run("scores", photo, *tiny_vgg, "--labels", folder / "two.txt")
    assert (ended.status, ended.out) == (2, "")
    assert "2 class names, but the network has 10 classes" in ended.err


@given(st.text(min_size=1), st.sampled_from(["--top", "--size", "--model", "--weights", "--device", "--recipe"]))
def test_any_text_is_refused_in_one_line(text: str, option: str) -> None:
    from explorer.cli.parsing import parse
    from explorer.errors import InputError

    try:
        options = parse(["scores", "x.jpg", f"{option}={text}"])
    except InputError:
        return
    value = getattr(options, option[2:])
    assert value == (int(text) if option in ("--top", "--size") else text)


def test_a_name_that_is_no_text_is_said_and_not_stumbled_over(run) -> None:
    ended = run("scores", os.fsdecode(b"\xff\x1b[2J.jpg"))
    assert ended.status == 2
    assert r"\udcff\x1b[2J.jpg" in ended.err

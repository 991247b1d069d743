"""`train` and `predict`: from a folder of products to the product in a photo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PIL import Image

COLOURS = {"007": "crimson", "07": "royalblue", "green one": "seagreen"}
WAY = ("--model", "cifar_resnet20", "--weights", "untrained", "--size", 32, "--batch", 8, "--epochs", 12)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    for product, colour in COLOURS.items():
        (root / product).mkdir()
        for light in range(6):
            picture = Image.new("RGB", (48, 40), colour)
            picture.paste((40 * light, 40 * light, 200), (0, 0, 6 + 4 * light, 12))
            picture.save(root / product / f"{light}.png")
    (root / "07" / "notes.txt").write_text("two for one")
    return root


@pytest.fixture(scope="module")
def trained(run, shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The file, and what the command said."""
    out = tmp_path_factory.mktemp("out") / "shop.safetensors"
    ended = run("train", shop, *WAY, "--out", out)
    assert (ended.status, ended.err.splitlines()[-1]) == (0, "convscope: writing the file")
    assert "convscope: 3 products, 18 photos\nconvscope: left out: 07/notes.txt: “notes.txt” is text" in ended.err
    return out, ended.out


def test_the_history_and_the_figure_with_its_warning(trained: tuple[Path, str]) -> None:
    out, said = trained
    lines = said.splitlines()
    assert lines[0].split() == ["epoch", "loss", "held-out", "loss", "right", "seconds"]
    assert [line.split()[0] for line in lines[1:13]] == [str(epoch) for epoch in range(1, 13)]
    assert lines[-1].startswith(
        "15 photos learnt from; 100.0 % of the 3 held out are right. Photos of one product share"
    )
    assert [path.name for path in out.parent.iterdir()] == ["shop.safetensors"]


def test_predict_tells_the_products(run, shop: Path, trained: tuple[Path, str]) -> None:
    photos = [shop / product / "3.png" for product in COLOURS]
    ended = run("predict", *photos, "--weights", trained[0], "--format", "json")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["product"] for line in lines] == list(COLOURS)
    assert all(
        len(line["top"]) == 3 and sum(one["probability"] for one in line["top"]) == pytest.approx(1) for line in lines
    )
    text = run("predict", photos[1], "--weights", trained[0], "--top", 1).out.splitlines()
    assert text[0].endswith("3.png: product 07") and text[2].split()[-1] == "07"
    assert text[-1].startswith("100.0 % of 3 held-out photos were right when it was trained. Photos of one product")


def test_scores_and_contributions_open_the_file_and_agree(run, shop: Path, trained: tuple[Path, str]) -> None:
    photo = shop / "07" / "3.png"
    score = json.loads(run("scores", photo, "--weights", trained[0], "--format", "json").out)
    assert (score["model"], score["top"][0]["label"]) == ("cifar_resnet20-learner", "07")
    sum_ = run("contributions", photo, "--weights", trained[0], "--class", score["top"][0]["class"], "--format", "json")
    found = json.loads(sum_.out)
    assert found["holds"] and found["logit"] == pytest.approx(score["top"][0]["logit"], rel=1e-4)


def test_predict_needs_a_trained_learner(run, shop: Path, squeezenet: tuple[str, ...]) -> None:
    photo = shop / "07" / "3.png"
    for options in ((), squeezenet):
        ended = run("predict", photo, *options)
        assert ended.status == 2 and "predict needs the file of a trained learner" in ended.err and not ended.out


def test_other_settings_than_those_begun_with_are_refused(run, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "shop.safetensors"
    broken = run("train", tmp_path / "nowhere", *WAY, "--out", out)
    assert broken.status == 2 and "does not exist" in broken.err and not out.exists()
    again = run("train", shop, *WAY, "--out", out)
    assert again.status == 2 and "holds a training with other settings: folder" in again.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("train", "FOLDER"),
        ("train SHOP --out x.pth", "“x.pth” does not end in .safetensors"),
        ("train SHOP --out x.safetensors --mode fast", "'fast'"),
        ("train SHOP --out x.safetensors --rate much", "a number above 0 and at most 10, or find, got “much”"),
        ("train SHOP --out x.safetensors --epochs 0", "expected 1 or more epochs"),
        ("train SHOP --out x.safetensors --seed -1", "seed must be a whole number from 0"),
        ("train SHOP --out x.safetensors --batch 1", "batch must be a whole number from 2"),
        ("train SHOP --out x.safetensors --model resnet51", "“resnet51”"),
        ("train SHOP --out x.safetensors --weights untrained --model tiny_vgg --hold-out group", "make no groups"),
    ],
)
def test_refusals(run, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, named: str) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*[str(shop) if word == "SHOP" else word for word in words.split()])
    assert (ended.status, ended.out) == (2, "") and named in ended.err

"""The network whose weights come with the project: small, described in its file, and right where it says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from explorer.catalogue.dataset import read_folder
from explorer.explain.receipt import open_number
from explorer.explain.terms import Place
from explorer.image.photo import Photo, read
from explorer.image.preprocess import preprocess
from explorer.network.capture import capture
from explorer.network.opened import open_network
from explorer.network.registry import EMBEDDED, entry
from explorer.network.weights import Network, load, open_file
from explorer.ui.choices import samples

ASSETS = Path(__file__).resolve().parents[1] / "assets"
FILE = ASSETS / "products44.safetensors"


@pytest.fixture(scope="module")
def network() -> Network:
    """Through the normal path, with no network to be had."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("https_proxy", "HTTPS_PROXY"):
            patch.setenv(variable, "http://127.0.0.1:9")
        return load(EMBEDDED)


@pytest.fixture(scope="module")
def metadata() -> dict[str, str]:
    with safe_open(FILE, "pt") as file:
        found: dict[str, str] = file.metadata()
    return found


def logits(network: Network, photos: list[Photo]) -> torch.Tensor:
    """(N, 44)."""
    with torch.inference_mode():
        batch = torch.cat([preprocess(photo, network.recipe).tensor for photo in photos])
        result: torch.Tensor = network.module(batch)
    return result


def test_the_file_is_small_and_says_what_it_is(metadata: dict[str, str]) -> None:
    assert FILE.stat().st_size <= 10_000_000
    model = entry(EMBEDDED)
    assert tuple(json.loads(metadata["labels"])) == model.labels
    recipe = json.loads(metadata["recipe"])
    assert (recipe["resize"], recipe["crop"]) == (model.recipe.resize, model.recipe.crop)
    assert open_file(model, FILE).recipe == model.recipe


def test_it_needs_no_download(network: Network) -> None:
    assert network.trained and network.weights == "RENDERED_44"
    assert network.labels == entry(EMBEDDED).labels


def test_it_tells_the_catalogues_products_apart(network: Network, metadata: dict[str, str]) -> None:
    """It has seen none of these pictures: they are of sets that were held out."""
    catalogue = read_folder(ASSETS / "catalogue")
    assert catalogue.classes == network.labels
    answers = logits(network, [entry.photo() for entry in catalogue.entries]).argmax(1)
    right = (answers == torch.tensor(catalogue.targets)).double().mean().item()
    assert right >= 0.9
    assert right == pytest.approx(float(metadata["accuracy"]), abs=0.005)
    assert int(metadata["held_out"]) == len(catalogue.entries)


@pytest.mark.parametrize("name", samples())
def test_it_names_the_product_on_a_built_in_photo(network: Network, name: str) -> None:
    scores = logits(network, [read(samples()[name].file)])[0]
    assert network.labels[int(scores.argmax())] == name


def test_a_receipt_of_its_score_holds(network: Network) -> None:
    picture = preprocess(read(samples()["teapot"].file), network.recipe)
    opened = open_network(network.module, (network.recipe.crop, network.recipe.crop))
    receipt = open_number(capture(opened, picture.tensor), picture, Place("fc", network.labels.index("teapot"), (0, 0)))
    assert receipt.holds and len(receipt.terms) == 256

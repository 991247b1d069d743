"""Labels and preprocessing that a .safetensors file brings along."""

from __future__ import annotations

import json

import pytest
import safetensors.torch
import torch
from torch import Tensor

from explorer.errors import CheckpointError
from explorer.network.registry import entry
from explorer.network.weights import Network, open_file

RESNET20 = entry("cifar_resnet20")
RECIPE = {
    "resize": 40, "crop": 32, "fit": "crop", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25],
    "interpolation": "bicubic", "antialias": False,
}  # fmt: skip


def state_of(classes: int) -> dict[str, Tensor]:
    return RESNET20.build(classes).state_dict()


def opened(data: bytes, name: str) -> Network:
    return open_file(RESNET20, data, name)


def test_safetensors_bring_labels_and_a_recipe() -> None:
    state, metadata = state_of(2), {"labels": json.dumps(["Tasse", "Bälle"]), "recipe": json.dumps(RECIPE)}
    network = opened(safetensors.torch.save(state, metadata), "mine.safetensors")
    values = network.module.state_dict()
    assert set(values) == set(state) and all(torch.equal(values[key], state[key]) for key in state)
    recipe = network.recipe
    assert network.labels == ("Tasse", "Bälle")
    assert (recipe.resize, recipe.crop, recipe.mean, recipe.antialias) == (40, 32, (0.5, 0.5, 0.5), False)
    # The content decides, not the name; without metadata the model's own apply.
    plain = opened(safetensors.torch.save(state), "mine.pth")
    assert plain.recipe == RESNET20.recipe and plain.labels == ("class 0", "class 1")


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ({"labels": "cat"}, "The labels in “a.safetensors” are no JSON"),
        ({"labels": '{"a": 1}'}, "labels in “a.safetensors” are no list of names"),
        ({"labels": "[1, 2]"}, "no list of names"),
        ({"labels": '["one"]'}, "There are 1 class names, but the network has 2"),
        ({"recipe": "[]"}, "recipe in “a.safetensors” is no JSON object"),
        ({"recipe": "{"}, "recipe in “a.safetensors” is no JSON"),
        ({"recipe": json.dumps(RECIPE | {"crop": 10**9})}, "cannot be used: see crop"),
        ({"recipe": json.dumps(RECIPE | {"std": [1, 0, 1], "fit": "zoom"})}, "see fit, std"),
        ({"recipe": json.dumps(RECIPE | {"mean": [float("nan")] * 3})}, "see mean"),
        ({"recipe": json.dumps(RECIPE | {"blur": 1})}, "see blur"),
        ({"recipe": "{}"}, "see antialias, crop, fit, interpolation, mean, resize, std"),
    ],
)
def test_metadata_that_cannot_be_used(metadata: dict[str, str], sentence: str) -> None:
    with pytest.raises(CheckpointError, match=sentence):
        opened(safetensors.torch.save(state_of(2), metadata), "a.safetensors")

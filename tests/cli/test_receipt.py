"""`receipt`: one number, its parts, and whether they add up."""

from __future__ import annotations

import json
import math

import pytest
import torch

from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.capture import capture
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.weights import load


def asked(run, photo, network: tuple[str, ...], layer: str, channel: int, cell: str, *more: object) -> dict:
    """The receipt as JSON; it must be the only line."""
    place = ("--layer", layer, "--channel", channel, "--cell", cell)
    ended = run("receipt", photo, *network, *place, "--format", "json", *more)
    assert (ended.status, ended.out.count("\n")) == (0, 1), ended.err
    return json.loads(ended.out)


@pytest.fixture(scope="module")
def seen(photo, squeezenet):
    """The same photo through the same network without the command line."""
    loaded = load(MODELS["squeezenet1_0"], squeezenet[3])
    network = open_network(loaded.module, (224, 224))
    return capture(network, preprocess(read(photo), loaded.recipe).tensor)


@pytest.mark.parametrize(
    ("layer", "channel", "cell"),
    [
        ("features.3.expand3x3", 17, "5,7"),
        ("features.3.cat", 100, "0,53"),
        ("features.2", 3, "10,20"),
        ("features.1", 3, "0,0"),
        ("classifier.3", 504, "0,0"),
        ("flatten", 999, "0,0"),
    ],
)
@pytest.mark.parametrize("top", [1, 20, 5000])
def test_terms_rest_and_bias_add_up_to_the_captured_number(
    run, photo, squeezenet, seen, layer, channel, cell, top
) -> None:
    found = asked(run, photo, squeezenet, layer, channel, cell, "--top", top)
    parts = [found["bias"], found["rest"]["sum"], *(term["product"] for term in found["terms"])]
    size = sum(map(abs, parts))
    assert math.isclose(sum(parts), found["value"], rel_tol=0, abs_tol=1e-12 * size)
    value = seen.activation(layer)
    row, column = map(int, cell.split(","))
    assert found["captured"] == float(value[channel, row, column] if value.dim() == 3 else value[channel])
    assert found["difference"] == abs(found["value"] - found["captured"]) <= found["bound"]
    assert found["holds"] and found["supported"]
    assert found["operation"] == seen.network.node(layer).kind
    assert len(found["terms"]) <= top
    sizes = [abs(term["product"]) for term in found["terms"]]
    assert sizes == sorted(sizes, reverse=True)


def test_a_convolution_term_by_term(run, photo, squeezenet, seen) -> None:
    found = asked(run, photo, squeezenet, "features.3.expand3x3", 17, "5,0", "--top", 1000)
    step = seen.network.step("features.3.expand3x3")
    (source,) = seen.network.node("features.3.expand3x3").inputs
    before = torch.nn.functional.pad(seen.activation(source), (1, 1, 1, 1))
    assert (len(found["terms"]), found["rest"]) == (16 * 9, {"count": 0, "sum": 0.0})
    assert found["bias"] == float(step.bias[17])
    for term in found["terms"]:
        row, column = term["cell"]
        assert term["layer"] == source
        assert term["input"] == float(before[term["channel"], row + 1, column + 1])
        assert term["weight"] == float(step.weight[17, term["channel"], row - 4, column + 1])
        assert term["product"] == term["input"] * term["weight"]
        assert term["padding"] == (column < 0)


def test_twenty_terms_unless_asked_otherwise(run, photo, squeezenet) -> None:
    found = asked(run, photo, squeezenet, "features.3.expand3x3", 17, "5,7")
    assert (len(found["terms"]), found["rest"]["count"]) == (20, 16 * 9 - 20)


def test_the_way_ends_at_red_green_and_blue(run, photo, squeezenet) -> None:
    first = asked(run, photo, squeezenet, "features.0", 0, "3,4", "--top", 1)
    (term,) = first["terms"]
    cell = f"{term['cell'][0]},{term['cell'][1]}"
    pixel = asked(run, photo, squeezenet, term["layer"], term["channel"], cell)
    assert pixel["captured"] == term["input"]
    assert (pixel["operation"], pixel["terms"][0]["layer"], pixel["holds"]) == ("Normalise", "photo", True)
    assert 0 <= pixel["terms"][0]["input"] <= 255


def test_for_people(run, photo, squeezenet) -> None:
    place = ("--layer", "features.3.expand3x3", "--channel", 17, "--cell", "5,7", "--top", 3)
    ended = run("receipt", photo, *squeezenet, *place)
    lines = ended.out.splitlines()
    assert (ended.status, ended.err) == (0, "")
    assert lines[0] == f"{photo}: features.3.expand3x3 (Conv2d), channel 17, cell 5,7"
    assert lines[1].startswith("This number is the sum of 144 products and one bias")
    assert lines[3].split() == ["layer", "channel", "cell", "input", "weight", "product"]
    assert lines[8].startswith("rest of 141 terms")
    assert lines[-1] == "The receipt holds."


@pytest.mark.parametrize(
    ("layer", "channel", "cell", "named"),
    [
        ("features.99", 0, "0,0", "There is no layer called “features.99”"),
        ("features.2", 96, "0,0", "features.2 has 96 channels, counted from 0; channel 96 was asked for"),
        ("features.2", -1, "0,0", "channel -1 was asked for"),
        ("features.2", 0, "54,0", "features.2 has 54 × 54 cells, counted from 0,0; cell 54,0 was asked for"),
        ("features.2", 0, "5", "--cell: expected a row and a column such as 5,7, got “5”"),
        ("features.2", 0, "5,7,9", "got “5,7,9”"),
        ("features.2", 0, "a,b", "expected a whole number, got “a”"),
        ("features.2", "x", "0,0", "--channel: expected a whole number, got “x”"),
    ],
)
def test_places_that_are_not_there(run, photo, squeezenet, layer, channel, cell, named) -> None:
    place = (f"--layer={layer}", f"--channel={channel}", f"--cell={cell}")
    ended = run("receipt", photo, *squeezenet, *place)
    assert (ended.status, ended.out) == (2, "")
    assert named in ended.err
    assert len(ended.err.splitlines()) == 1


def test_top_zero_is_refused(run, photo) -> None:
    ended = run("receipt", photo, "--layer", "conv1", "--channel", 0, "--cell", "0,0", "--top", 0)
    assert ended.status == 2
    assert "--top: expected 1 or more terms, got 0" in ended.err


def test_a_bad_place_is_refused_before_weights_are_sought(run, photo) -> None:
    ended = run("receipt", photo, "--layer", "conv1", "--channel", 64, "--cell", "0,0")
    assert ended.status == 2
    assert "conv1 has 64 channels" in ended.err

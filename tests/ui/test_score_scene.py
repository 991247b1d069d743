"""What the Scores page shows is what the library computes, its rows add up as printed, and its words fit."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.explain.head import Head
from explorer.explain.scores import Contributions
from explorer.explain.terms import terms
from explorer.network.shelf import Resident
from explorer.ui import cache
from explorer.ui.components import class_map, pooled_change, score_sum, softmax_terms
from explorer.ui.scores import words
from explorer.ui.scores.scene import ScoreScene, beside_scene, score_scene
from explorer.ui.scores.waterfall import LEAST, SHOWN, lead_decimals, waterfall
from explorer.ui.workspace import Workspace

SMALL = {"model": "cifar_resnet20", "weights": "untrained"}

Place = Callable[..., Workspace]
Load = Callable[[Workspace], Resident]
Open = Callable[..., ScoreScene]


@pytest.fixture
def open_(place_of: Place, resident_of: Load) -> Open:
    """`open_(model=..., chosen=...)`: the scene of the Scores page."""

    def open_scene(**view: object) -> ScoreScene:
        place = place_of(**(SMALL | view))
        return score_scene(place, resident_of(place))

    return open_scene


@pytest.fixture
def trained(open_: Open, shared: Path) -> Open:
    """The same with SqueezeNet's genuine weights."""
    weights = str(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth")
    return lambda **view: open_(**({"model": "squeezenet1_0", "weights": weights, "photo": "teapot"} | view))


def summed(*products: float, bias: float = 0.0) -> Contributions:
    """A sum of terms that are given, channel by channel."""
    numbers = np.array(products)
    nought = np.zeros(len(numbers), dtype=np.int64)
    parts = terms("avgpool", (np.arange(len(numbers)), nought, nought), numbers, 1.0)
    logit = float(numbers.sum() + bias)
    return Contributions(Head("pooled", ("avgpool",), "maps"), 0, None, logit, logit, 0.0, 1.0, bias, parts)


def read(message: bytes) -> dict:
    (length,) = struct.unpack_from("<I", message)
    header: dict = json.loads(message[4 : 4 + length])
    return header


def printed(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ""))


def test_a_scene_holds_the_networks_own_scores(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    scene = score_scene(place, resident)
    with torch.inference_mode():
        logits = resident.module(cache.prepared(place.photo, place.recipe).tensor)[0]
    np.testing.assert_array_equal(scene.logits, logits.numpy())
    np.testing.assert_allclose(scene.probabilities, logits.softmax(0).numpy(), atol=1e-6)
    assert scene.chosen == int(logits.argmax()) and scene.against is None
    assert scene.found.holds and scene.shares is not None and scene.shares.holds
    assert scene.fall.rows[-1].end == pytest.approx(float(logits.max()), abs=1e-5)
    assert (len(scene.rows()), len(scene.terms())) == (11, 1 + 64 + 2)
    assert scene.all_maps()["shares"].shape == (10, 8, 8)
    assert place.complaints == []


def test_a_class_that_is_not_there_is_said_and_the_leading_one_shown(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, chosen=77, against=3)
    scene = score_scene(place, resident_of(place))
    (complaint,) = place.complaints
    assert str(complaint) == "There is no class 77; this network has 10. The leading one is shown."
    assert (place.view.chosen, place.view.against) == (None, None)
    assert scene.chosen == scene.order[0]


def test_a_class_against_itself_stands_alone(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, chosen=3, against=3)
    assert score_scene(place, resident_of(place)).against is None


@settings(max_examples=400)
@example([100.0], 0.03125)  # a bias too small for the column
@given(st.lists(st.floats(-1e4, 1e4).map(lambda x: round(x, 6)), max_size=60), st.floats(-100, 100))
def test_the_lines_add_up_as_printed(products: list[float], bias: float) -> None:
    found = summed(*products, bias=bias)
    fall = waterfall(found, {})
    if "×" not in "".join([fall.total, *(row.product for row in fall.rows)]):
        assert sum(printed(row.product) for row in fall.rows) == printed(fall.total)
    for before, after in zip(fall.rows, fall.rows[1:], strict=False):
        assert after.start == before.end
    shown = [row.entry for row in fall.rows if row.kind == "term"]
    assert len(set(shown)) == len(shown) <= SHOWN
    assert len(shown) == min(SHOWN, sum(product != 0 for product in products))


def test_the_largest_up_and_down_have_rows_and_the_rest_is_counted() -> None:
    ups, downs = [100.0 - k for k in range(40)], [-1.0 - k / 100 for k in range(30)]
    fall = waterfall(summed(*ups, *downs, 0.0, bias=0.5), {})
    names = [row.name for row in fall.rows]
    assert names[: SHOWN - LEAST] == [str(k) for k in range(SHOWN - LEAST)]
    assert names[SHOWN - LEAST] == "31 more that add"
    assert names[-7:] == ["69", "68", "67", "66", "65", "25 more that take away", "bias"]
    assert waterfall(summed(3.0, -1.0), {}).rows[-1].name == "1"


def test_several_pools_are_told_apart() -> None:
    assert waterfall(summed(3.0), {"avgpool": "avg"}).rows[0].name == "0 avg"


def test_a_lead_is_printed_like_the_scores_it_lies_between() -> None:
    assert lead_decimals(1.3669, (34.73, 33.36)) == 2
    assert lead_decimals(0.00316, (34.73, 34.72)) == 4
    assert lead_decimals(float("nan"), (1.0, 2.0)) is None


def test_the_words_of_a_trained_network(trained: Open) -> None:
    scene = trained()
    first, second = scene.order[:2]
    title = words.finding(scene)
    assert title.startswith(scene.labels[first].capitalize()[:3])
    assert f"; {scene.labels[second]} follows with " in title
    assert "over the cells where the map of the class is above zero" in words.reason(scene)
    assert words.numbers_title(scene) == "512 averages, one for each map of the last layer"
    assert "169 shares" in words.map_sentence(scene) and "exact, nothing is estimated" in words.map_sentence(scene)
    lead = trained(chosen=first, against=second)
    assert words.finding(lead).endswith(f" leads by {lead.fall.total}.")
    assert words.map_title(lead) == f"Where the lead of {lead.fall.total} comes from"
    assert f"leads {lead.labels[scene.order[4]]} by" in words.finding(trained(against=scene.order[4]))
    behind = trained(chosen=second, against=first)
    assert f" trails {scene.labels[first]} by " in words.finding(behind)
    assert f"; {scene.labels[first]} leads with " in words.finding(trained(chosen=second))


def test_the_words_of_other_heads(open_: Open) -> None:
    vgg = open_(model="tiny_vgg")
    assert words.numbers_title(vgg) == "1,690 cells, all that the last maps have"
    assert "by chance" in words.finding(vgg) and "mean nothing" in words.reason(vgg)
    mobile = open_(model="mobilenet_v3_small", size=64)
    assert words.numbers_title(mobile) == "1,024 numbers, what Hardswish puts out"
    assert mobile.shares is None and mobile.approximation is not None and mobile.sheet is None
    assert "approximation" in words.map_sentence(mobile)
    assert read(class_map.payload(mobile) or b"")["refusal"].startswith("The cells have no exact shares")


@pytest.mark.parametrize(
    ("model", "size", "folds"), [("vgg11", 32, True), ("resnet18", 32, False), ("tiny_vgg", 0, False)]
)
def test_hidden_layers_are_said_to_be_folded(open_: Open, model: str, size: int, folds: bool) -> None:
    scene = dataclasses.replace(open_(model=model, size=size), trained=True)
    assert ("folded into the weights" in words.reason(scene)) == folds


def test_messages_to_the_browser(trained: Open) -> None:
    scene = trained(against=0)
    header = read(score_sum.payload(scene))
    assert (header["maps"], header["layers"], header["receipts"]) == ("features.12.cat", ["features.12.cat"], False)
    assert header["other"] == scene.labels[0]
    assert header["arrays"]["tiles"]["shape"] == [512, 13, 13]
    assert header["rows"][-1]["kind"] == "bias" and header["total"] == scene.fall.total
    shares = read(class_map.payload(scene) or b"")
    assert (shares["arrays"]["shares"]["shape"], shares["arrays"]["photo"]["shape"]) == ([13, 13], [224, 224, 3])
    softmax = read(softmax_terms.payload(scene))
    assert softmax["rows"] == [*scene.order[:6], 0] and len(softmax["labels"]) == 7


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_memory: None) -> None:
    names = ("one_class", "no_maps", "pooled_photo", "infinite")
    lines = [f'{name} = "tests.ui.networks:{name}"' for name in names]
    (tmp_path / "convscope.toml").write_text("\n".join(["[models]", *lines]))
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "convscope.toml"))


@pytest.mark.usefixtures("own")
def test_odd_networks_have_scores_too(open_: Open) -> None:
    one = open_(model="one_class", weights="default")
    assert one.probabilities.tolist() == [1.0] and one.rivals == []
    assert words.finding(one).count(";") == 0
    bare = open_(model="no_maps", weights="default")
    assert bare.found.head.kind == "cells" and bare.shares is not None
    assert read(score_sum.payload(bare))["maps"] == ""  # the photo is no layer to open
    pooled = open_(model="pooled_photo", weights="default")
    assert len(pooled.found.terms) == 3 and pooled.shares is not None
    assert pooled.shares.shares.shape == (224, 224)


@pytest.mark.usefixtures("own")
def test_what_is_no_number_is_shown_as_what_it_is(open_: Open) -> None:
    scene = open_(model="infinite", weights="default")
    header = read(score_sum.payload(scene))
    assert header["total"] == "not a number" and header["value"] is None
    assert read(class_map.payload(scene) or b"")["limit"] >= 0
    assert read(softmax_terms.payload(scene))["rows"] == [0]
    assert "not a number" in words.finding(scene)


def test_the_same_class_in_the_photo_beside(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, chosen=3, photo="teapot", beside="oranges")
    resident = resident_of(place)
    here = score_scene(place, resident)
    there = beside_scene(place, resident, here)
    assert there is not None and there.chosen == 3
    place.update(photo="oranges", beside="")
    alone = score_scene(place, resident)
    np.testing.assert_array_equal(there.found.terms.input, alone.found.terms.input)
    assert beside_scene(place, resident, alone) is None
    message = read(pooled_change.payload(here, there, ("teapot.jpg", "oranges.jpg")))
    assert (message["names"], message["maps"]) == (["teapot.jpg", "oranges.jpg"], "layer3.2.relu_1")
    assert message["arrays"]["there_tiles"]["shape"] == [64, 8, 8]
    limit = max(here.limit, there.limit)
    assert read(class_map.payload(there, limit) or b"")["limit"] == limit == max(abs(here.limit), abs(there.limit))
    assert words.photo_heading(here, "a*b.jpg").startswith(r"**a\*b\.jpg** · ")


def test_names_like_markup_stay_what_they_are(open_: Open) -> None:
    scene = dataclasses.replace(open_(), labels=("$5 *off* [x](y)",) * 10, trained=True)
    assert r"\$5 \*off\* \[x\]\(y\) scores " in words.finding(scene)

"""The place of one visitor: photos within a budget, the recipe of what was chosen."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.explain.terms import Place as Number
from explorer.image.recipe import POST
from explorer.network.registry import MODELS
from explorer.network.weights import resolve
from explorer.ui.cache import server
from explorer.ui.choices import sample_names, usual_weights
from explorer.ui.viewpoint import Viewpoint
from explorer.ui.workspace import LONGEST_WAY, Arrival, Workspace

pytestmark = pytest.mark.usefixtures("fresh_memory")

Place = Callable[..., Workspace]


def png(shade: int) -> bytes:
    """A photo of 30 × 40, 3,600 bytes when decoded."""
    file = io.BytesIO()
    Image.fromarray(np.full((30, 40, 3), shade, np.uint8)).save(file, "PNG")
    return file.getvalue()


def test_uploads_are_kept_and_can_be_switched(place_of: Place) -> None:
    place = place_of()
    place.add_photo(png(1), "one.png")
    place.add_photo(png(2), "two.png")
    assert place.photo.name == "two.png"
    assert list(place.uploads.values()) == ["two.png", "one.png"]
    place.update(photo=list(place.uploads)[1])
    assert place.photo.name == "one.png"
    assert list(place.uploads.values()) == ["two.png", "one.png"]


def test_the_same_photo_twice_is_one(place_of: Place) -> None:
    place = place_of()
    for data, name in ((png(1), "one.png"), (png(2), "two.png"), (png(1), "one.png")):
        place.add_photo(data, name)
    assert list(place.uploads.values()) == ["one.png", "two.png"]


def test_each_visitor_has_a_name_of_ones_own_for_a_photo(place_of: Place) -> None:
    mine, yours = place_of(), place_of()
    mine.add_photo(png(1), "mine.png")
    yours.add_photo(png(1), "yours.png")
    assert (mine.photo.name, yours.photo.name) == ("mine.png", "yours.png")


def test_the_oldest_upload_makes_room(place_of: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "convscope.toml").write_text("photo_bytes = 8000")
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "convscope.toml"))
    place = place_of()
    for shade in (1, 2, 3, 4):
        place.add_photo(png(shade), f"{shade}.png")
        # As the sidebar does at each run.
        assert place.photo.name == f"{shade}.png"
        assert list(place.uploads.values()) == [f"{kept}.png" for kept in (shade, shade - 1) if kept]
    assert server().photos.nbytes == 7200


def test_a_shown_photo_that_had_to_make_room_is_said(place_of: Place) -> None:
    place = place_of()
    place.add_photo(png(1), "one.png")
    server().photos.drop(lambda digest: True)
    assert place.photo.name.startswith(sample_names()[0])
    (complaint,) = place.complaints
    assert "make room" in str(complaint)
    assert (place.view.photo, place.view.uploads) == (sample_names()[0], ())


def test_a_photo_stands_beside_another_until_it_has_to_make_room(place_of: Place) -> None:
    place = place_of()
    assert place.beside is None
    place.add_photo(png(1), "one.png")
    place.update(beside=place.view.photo)
    assert place.beside is None  # a photo does not stand beside itself
    place.update(photo=sample_names()[0])
    assert place.beside is not None and place.beside.name == "one.png"
    place.update(beside=sample_names()[1])
    assert place.beside is not None and place.beside.name.startswith(sample_names()[1])
    place.update(beside="0f" * 16)
    assert place.beside is None
    (complaint,) = place.complaints
    assert "make room" in str(complaint) and place.view.beside == ""


@pytest.mark.parametrize(
    "file", ["corrupt/made_text.jpg", "corrupt/made_empty.jpg", "bombs/made_header_2147483647.png"]
)
def test_an_unreadable_photo_is_said_and_the_photo_before_stays(shared: Path, place_of: Place, file: str) -> None:
    place = place_of()
    place.add_photo(png(1), "one.png")
    before = place.view
    place.add_photo((shared / "data" / "odd-photos" / file).read_bytes(), Path(file).name)
    assert place.view == before
    (complaint,) = place.complaints
    assert complaint.sentence and complaint.hint


@pytest.mark.parametrize("model", MODELS)
def test_the_recipe_before_loading_is_that_of_the_weights(place_of: Place, model: str) -> None:
    for weights in (usual_weights(model), "untrained", *MODELS[model].weights):
        expected = resolve(model, weights).recipe
        assert place_of(model=model, weights=weights).recipe == expected
    assert place_of(model=model, weights=weights, size=96).recipe == expected.at_size(96)


def test_the_posts_recipe_and_other_fits(place_of: Place) -> None:
    assert place_of(recipe="post").recipe == POST
    assert place_of(recipe="post", size=128).recipe == POST.at_size(128)
    assert place_of(fit="pad").recipe.fit == "pad"


def test_a_blank_network_needs_no_weights(place_of: Place) -> None:
    network = place_of().blank_network(64)
    assert network.size == (64, 64)
    assert network.node("layer1.0.bn1").shape == (64, 16, 16)


def test_a_tab_comes_back_to_its_own_visit_and_to_what_its_address_asks(place_of: Place) -> None:
    kept = Viewpoint("upload", uploads=("upload",), model="tiny_vgg", weights="untrained", layer="conv_1_1", channel=3)
    server().visits.keep("left", kept)
    arrived = Workspace("new", place_of().view, [], Arrival("yours", {"channel": "5"}))
    arrived.come_back("nobody")
    assert arrived.view == place_of().view
    arrived.come_back("left")
    assert arrived.view == dataclasses.replace(kept, channel=5)
    assert server().visits.get("new") == arrived.view
    assert server().visits.get("left") == kept


def test_moves_of_faders_are_counted_on_in_a_tab_that_comes_back(place_of: Place) -> None:
    """What another tab's visit has counted is shown already: its own, if fewer, would be taken for an earlier state."""
    for own, wanted in ((4, 5), (10, 10)):
        server().visits.keep("left", dataclasses.replace(place_of().view, turn=own))
        arrived = Workspace("new", dataclasses.replace(place_of().view, turn=5), [])
        arrived.come_back("left")
        assert arrived.view.turn == wanted


def test_a_way_leads_from_number_to_number_and_back(place_of: Place) -> None:
    place = place_of()
    stops = [Number("fc", 3, (0, 0)), Number("flatten", 7, (0, 0)), Number("avgpool", 7, (0, 0))]
    place.open_number(stops[0])
    for stop in stops[1:]:
        place.follow(stop)
    assert (place.view.place, place.view.way) == (stops[2], tuple(stops[:2]))
    place.follow(stops[2])
    assert place.view.way == tuple(stops[:2])
    place.go_back(7)
    assert place.view.place == stops[2]
    place.go_back(1)
    assert (place.view.place, place.view.way) == (stops[1], (stops[0],))
    place.pin((0, 0))
    assert (place.view.place, place.view.way) == (stops[1], ())


def test_a_way_of_any_length_is_kept_within_bounds(place_of: Place) -> None:
    place = place_of()
    for channel in range(LONGEST_WAY + 5):
        place.follow(Number("fc", channel, (0, 0)))
    assert len(place.view.way) == LONGEST_WAY
    assert place.view.way[-1].channel == LONGEST_WAY + 3

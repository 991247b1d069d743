"""The address: it brings somebody else to the same place, and whatever it says, nothing worse than sentences."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import ExplorerError
from explorer.explain.terms import Place
from explorer.image.recipe import LARGEST, SMALLEST
from explorer.network.registry import MODELS
from explorer.ui.choices import sample_names, usual_weights
from explorer.ui.viewpoint import Viewpoint, from_address, is_file, to_address

START = Viewpoint(sample_names()[0])

# What the address can say; the rest of a Viewpoint stays with its visitor.
PARTS = ("photo", "model", "weights", "recipe", "size", "layer", "channel", "cell", "class", "against", "beside")


@st.composite
def viewpoints(draw: st.DrawFn) -> Viewpoint:
    model = draw(st.sampled_from(sorted(MODELS)))
    offered = [usual_weights(model), *MODELS[model].weights, "untrained", "untrained:7"]
    layer = draw(st.text(max_size=40))
    return Viewpoint(
        photo=draw(st.sampled_from(sample_names())),
        model=model,
        weights=draw(st.sampled_from(offered)),
        recipe=draw(st.sampled_from(["weights", "post"])),
        size=draw(st.sampled_from([0, SMALLEST, 100, LARGEST])),
        layer=layer,
        channel=draw(st.integers(0, 999_999_999)) if layer else 0,
        cell=draw(st.none() | st.tuples(*[st.integers(0, 999_999_999)] * 2)) if layer else None,
        chosen=draw(st.none() | st.integers(0, 999_999_999)),
        against=draw(st.none() | st.integers(0, 999_999_999)),
        beside=draw(st.sampled_from(["", *sample_names()])),
    )


@given(viewpoints())
def test_an_address_brings_somebody_else_to_the_same_place(view: Viewpoint) -> None:
    read, complaints = from_address(START, to_address(view))
    assert not complaints
    assert read == view


@given(viewpoints())
def test_an_address_is_read_over_what_was_kept(view: Viewpoint) -> None:
    """A reload: the address of what is shown changes nothing, files and uploads included."""
    kept = dataclasses.replace(view, uploads=("0f" * 16,), fit="pad", device="cpu", way=(Place("fc", 3, (0, 0)),))
    assert from_address(kept, to_address(kept)) == (kept, [])


@given(viewpoints(), viewpoints())
def test_an_address_says_the_same_to_those_who_looked_elsewhere_before(view: Viewpoint, before: Viewpoint) -> None:
    read, complaints = from_address(before, to_address(view))
    assert not complaints
    layer = {} if view.layer else {"layer": read.layer, "channel": read.channel, "cell": read.cell}
    assert read == dataclasses.replace(view, **layer)


def test_a_reload_keeps_a_file_of_ones_own() -> None:
    own = dataclasses.replace(START, weights="/tmp/a/shop.pth", labels="/tmp/b/shop.txt")
    assert from_address(own, to_address(own)) == (own, [])
    other, _ = from_address(own, {"model": "vgg11"})
    assert (other.weights, other.labels) == ("default", "")


def test_what_is_a_visitors_own_stays_out_of_the_address() -> None:
    own = dataclasses.replace(START, photo="0f" * 16, uploads=("0f" * 16,), weights="/tmp/a/shop.pth", labels="/tmp/b")
    address = to_address(own)
    assert "photo" not in address and "weights" not in address
    assert not any("/tmp" in value or "0f0f" in value for value in address.values())


def test_the_usual_is_not_spelled_out() -> None:
    assert to_address(START) == {"model": "resnet50", "photo": START.photo}


BAD = [
    ("photo", "elephant", "There is no built-in photo called “elephant”."),
    ("photo", "../../etc/passwd", "There is no built-in photo called “../../etc/passwd”."),
    ("model", "resnet51", "There is no network called “resnet51”. Did you mean resnet50"),
    ("weights", "IMAGENET1K_V9", "There is no weights name called “IMAGENET1K_V9”. Did you mean IMAGENET1K_V1"),
    ("weights", "/etc/passwd", "The address names a checkpoint file."),
    ("weights", "own.pth", "The address names a checkpoint file."),
    ("weights", "untrained:", "There is no seed called “”."),
    ("weights", "untrained:-1", "There is no seed called “-1”."),
    ("weights", f"untrained:{2**63}", f"There is no seed called “{2**63}”."),
    ("recipe", "cake", "There is no recipe called “cake”."),
    ("size", "31", "The address asks for a size of 31. Sizes go from 32 to 1,024."),
    ("size", "1025", "The address asks for a size of 1025."),
    ("size", "224.5", "The address says size=224.5. Expected a whole number from 0 up."),
    ("size", "²", "The address says size=²."),
    ("size", "٣٢", "The address says size=٣٢."),
    ("channel", "-1", "The address says channel=-1."),
    ("channel", "", "The address says channel=."),
    ("channel", "1" * 10, "The address says channel=1111111111."),
    ("class", "mug", "The address says class=mug."),
    ("against", "-3", "The address says against=-3."),
    ("beside", "elephant", "There is no built-in photo called “elephant”."),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BAD)
def test_a_bad_part_is_said_and_the_rest_is_kept(name: str, text: str, sentence: str) -> None:
    good = {"photo": sample_names()[1], "model": "vgg11", "layer": "features.3", "channel": "5", "size": "96"}
    expected, nothing = from_address(START, {part: value for part, value in good.items() if part != name})
    assert not nothing
    read, (complaint,) = from_address(START, good | {name: text})
    assert str(complaint).startswith(sentence)
    assert complaint.hint or name == "photo"
    assert read == expected


def test_every_bad_part_is_said() -> None:
    view, complaints = from_address(START, {"photo": "x", "model": "x", "recipe": "x", "size": "x", "channel": "x"})
    assert len(complaints) == 5
    assert view == START


def test_a_file_in_the_servers_folder_is_no_weights_name() -> None:
    """Tests run in the project's root, where these files lie; the app is started there too."""
    for name in ("Makefile", "LICENSE", ".", ".."):
        view, (complaint,) = from_address(START, {"weights": name})
        assert view == START
        assert f"no weights name called “{name}”" in str(complaint)


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("text", ["9" * 5000, "untrained:" + "9" * 5000, "a" * 5000, "\0", "\ud800", "$x$"])
def test_hostile_texts_end_as_short_sentences(name: str, text: str) -> None:
    _, complaints = from_address(START, {name: text})
    assert all(len(str(complaint)) < 400 for complaint in complaints)
    assert len(complaints) == (name != "layer")


def test_other_parameters_are_left_alone() -> None:
    assert from_address(START, {"utm_source": "mail", "uploads": "x", "device": "cuda"}) == (START, [])


values = st.one_of(
    st.text(max_size=300), st.integers().map(str), st.sampled_from([*MODELS, *sample_names(), "default", "untrained"])
)


@given(st.dictionaries(st.one_of(st.sampled_from(PARTS), st.text(max_size=12)), values, max_size=8))
def test_any_address_at_all_gives_a_usable_place(query: dict[str, str]) -> None:
    view, complaints = from_address(START, query)
    assert all(isinstance(complaint, ExplorerError) for complaint in complaints)
    assert view.photo in sample_names() and view.model in MODELS and not is_file(view.weights)
    assert view.size == 0 or SMALLEST <= view.size <= LARGEST
    again, nothing = from_address(START, to_address(view))
    assert not nothing
    assert again == view or not view.layer  # a channel without a layer means nothing


def test_another_network_starts_at_its_own_first_layer() -> None:
    deep = dataclasses.replace(START, layer="layer1.0.conv1", channel=9, kernel=(3, 1), labels="/tmp/labels.txt")
    other = deep.with_network("vgg11", "untrained")
    assert (other.layer, other.channel, other.kernel, other.labels) == ("", 0, (0, 0), "")
    same = deep.with_network("resnet50", "untrained")
    assert (same.layer, same.channel, same.kernel, same.weights) == ("layer1.0.conv1", 9, (3, 1), "untrained")


def test_another_number_has_no_way_yet() -> None:
    way = (Place("fc", 3, (0, 0)), Place("flatten", 7, (0, 0)))
    kept = dataclasses.replace(START, layer="avgpool", channel=7, cell=(0, 0), way=way)
    for address in ({"cell": "0,1"}, {"channel": "8"}, {"layer": "layer4", "cell": "0,0"}, {"model": "resnet18"}):
        read, complaints = from_address(kept, address)
        assert not complaints
        assert read.way == ()
    assert from_address(kept, {"cell": "0,0"})[0].way == way


@pytest.mark.parametrize("text", ["5", "5,", ",5", "5;7", "−1,2", "1,2,3", "5.0,7"])
def test_a_cell_is_two_whole_numbers(text: str) -> None:
    read, (complaint,) = from_address(START, {"layer": "conv1", "cell": text})
    assert read.cell is None
    assert "cell" in complaint.sentence

"""The words of the pages for usual and odd shapes, and names that would be markup."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.image.preprocess import Box
from explorer.image.recipe import POST, STANDARD
from explorer.network.layers import Layer, Totals
from explorer.render.figures import MapShape
from explorer.ui import sentences

SHAPES = st.tuples(*3 * [st.integers(1, 4096)])


def layer(type_: str = "Conv2d", **parts: object) -> Layer:
    given_parts: dict[str, object] = {
        "name": "conv1", "type": type_, "output_shape": (64, 112, 112), "kernel": (7, 7), "stride": (2, 2),
        "padding": (3, 3), "dilation": (1, 1), "groups": 1, "parameters": 9408, "trainable": True, "inputs": ("x",),
            "multiply_adds": 118013952, "memory": 3211264, "field": (7, 7), "apart": (2, 2),
    }  # fmt: skip
    return Layer(**(given_parts | parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shape", "title"),
    [
        ((64, 112, 112), "This layer answers the photo with 64 maps of 112 × 112."),
        ((2048, 7, 7), "This layer answers the photo with 2,048 maps of 7 × 7."),
        ((1, 224, 224), "This layer answers the photo with 1 map of 224 × 224."),
        ((3, 1, 5), "This layer answers the photo with 3 maps of 1 × 5."),
        ((1000, 1, 1), "This layer answers the photo with 1,000 numbers."),
        ((1, 1, 1), "This layer answers the photo with 1 number."),
    ],
)
def test_the_title_of_layers(shape: tuple[int, int, int], title: str) -> None:
    assert sentences.layer_finding(shape) == title


def test_the_facts_of_a_layer() -> None:
    facts = sentences.layer_facts(layer(), (64, 112, 112), 3)
    assert facts == "Convolution 7 × 7, stride 2, padding 3 · 3 → 64 channels · 112 × 112 · 9,408 parameters"
    plain = layer("ReLU", kernel=(), stride=(), padding=(), parameters=0)
    assert sentences.layer_facts(plain, (1, 4, 4), 1) == "ReLU · 1 channel · 4 × 4"
    uneven = layer(kernel=(1, 7), stride=(1, 2), padding=(0, 3), groups=4, parameters=1)
    assert sentences.layer_facts(uneven, (8, 1, 1), 8) == (
        "Convolution 1 × 7, stride 1 × 2, padding 0 × 3, 4 groups · 8 channels · 1 × 1 · 1 parameter"
    )


def test_every_layer_has_a_reason() -> None:
    assert "kernel" in sentences.layer_reason(layer())
    assert sentences.layer_reason(layer("Whatever")).endswith("zero.")


@given(SHAPES)
def test_no_shape_counts_one_as_several(shape: tuple[int, int, int]) -> None:
    channels, height, width = shape
    texts = [
        sentences.layer_finding(shape),
        sentences.layer_facts(layer(), shape, height),
        sentences.kernels_finding((channels, height, 3, 3), False),
        sentences.kernels_finding((channels, 3, width, width), True),
        sentences.shapes_finding(Totals(channels, height, 0, 0, 0)),
    ]
    for text in texts:
        words = text.replace(".", "").split()
        for number, noun in itertools.pairwise(words):
            if noun.rstrip("s") in ("map", "number", "channel", "kernel", "parameter", "layer") and number.isdecimal():
                assert noun.endswith("s") == (number != "1"), text


def test_how_much_of_a_photo_is_seen() -> None:
    assert sentences.photo_finding(Box(0, 0, 640, 640), (640, 640)) == (
        "The network sees all 640 × 640 pixels of this photo."
    )
    assert sentences.photo_finding(Box(0.4, 79.6, 479.5, 479.5), (480, 640)) == (
        "The network sees 480 × 480 of this photo’s 480 × 640 pixels."
    )
    # A padded square reaches beyond the photo, which does not make the photo larger.
    assert sentences.photo_finding(Box(-80, 0, 640, 640), (480, 640)) == (
        "The network sees all 480 × 640 pixels of this photo."
    )
    assert sentences.photo_finding(Box(0, 0, 1, 1), (1, 1)) == "The network sees all 1 × 1 pixels of this photo."


@pytest.mark.parametrize("recipe", [STANDARD, POST])
def test_the_reason_names_the_size(recipe: object) -> None:
    assert f"{recipe.crop} × {recipe.crop}" in sentences.photo_reason(recipe)  # type: ignore[attr-defined, arg-type]


def test_the_notes_of_a_photo() -> None:
    assert sentences.photo_notes("PNG", ()) == "Read from PNG."
    assert sentences.photo_notes("GIF", ("first of 12 frames", "palette")) == (
        "Read from GIF: first of 12 frames; palette."
    )


def test_the_titles_of_kernels() -> None:
    assert sentences.kernels_finding((64, 3, 7, 7), True) == "These 64 kernels are all that the first layer can see."
    assert sentences.kernels_finding((1, 3, 7, 7), True) == "This one kernel is all that the first layer can see."
    assert sentences.kernels_finding((32, 1, 3, 3), False) == "32 kernels look at one map each."
    assert sentences.kernels_finding((1, 1, 3, 3), False) == "One kernel looks at one map."
    assert sentences.kernels_finding((512, 512, 3, 3), False) == "512 kernels of 512 slices each: 2.36 million weights."
    assert "a single cell" in sentences.kernels_reason((512, 64, 1, 1), False)
    assert "one slice of 1 × 7" in sentences.kernels_reason((512, 64, 1, 7), False)


def test_the_sentences_of_shapes() -> None:
    assert sentences.shapes_finding(Totals(175, 25557032, 25557032, 4089184256, 0)) == (
        "25,557,032 parameters, 4.09 billion multiply-adds for one photo."
    )
    stops = [MapShape("conv1", (64, 112, 112)), MapShape("layer2", (512, 28, 28)), MapShape("layer4", (2048, 7, 7))]
    assert "64 maps of 112 × 112 become 2,048 maps of 7 × 7." in sentences.shapes_reason(stops)
    assert sentences.shapes_reason([]) == "Choose a row to open its layer."


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_no_mark_of_a_foreign_name_is_left_to_markdown(name: str) -> None:
    shown = sentences.plain(name)
    kept = []
    letters = iter(shown)
    for letter in letters:
        if letter == "\\":
            letter = next(letters)
        else:
            assert letter.isalnum() or letter == " "
        kept.append(letter)
    assert "".join(kept) == " ".join(name.split())

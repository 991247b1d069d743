"""What a visitor makes in the lab: its way through the address and from the browser, checked when read."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.lab.chain import Convolution, Pool, ReLU
from explorer.lab.convolution import Setting
from explorer.lab.presets import PRESETS
from explorer.ui.lab import words
from explorer.ui.lab.view import READERS, TABS, USUAL, LabView, to_address
from tests.lab import reference

SMALL = reference.kernels().filter(lambda kernel: kernel.numbers < 30)
LISTS = st.lists(st.one_of(SMALL, st.sampled_from([one.kernel for one in PRESETS.values()])), min_size=1, max_size=6)


@st.composite
def labs(draw: st.DrawFn) -> LabView:
    kernels = tuple(draw(LISTS))
    letters = st.sampled_from("ABCDEF"[: len(kernels)])
    convolution = st.lists(letters, min_size=1, max_size=3, unique=True).map("".join)
    stage = st.one_of(convolution, st.sampled_from(["relu", "max2", "average8"]))
    return LabView(
        kernels,
        draw(reference.settings),
        draw(st.sampled_from([0, 32, 300, 1024])),
        draw(st.booleans()),
        draw(st.sampled_from(TABS)),
        tuple(draw(st.lists(stage, max_size=6))),
        draw(st.none() | st.tuples(st.integers(0, len(kernels) - 1), st.integers(0, 63))),
    )


def read(address: dict[str, str]) -> LabView:
    lab = USUAL
    for part, reader in READERS.items():
        if part in address:
            lab = reader(lab, address[part])
    return lab


@given(labs())
def test_an_address_brings_the_lab_back(lab: LabView) -> None:
    address = to_address(lab)
    if "kernels" in address or lab.kernels == USUAL.kernels:
        assert read(address) == lab


def test_the_usual_lab_leaves_the_address_alone() -> None:
    assert to_address(USUAL) == {}
    presets = dataclasses.replace(USUAL, kernels=(PRESETS["emboss"].kernel, PRESETS["outline"].kernel))
    assert to_address(presets) == {"kernels": "emboss,outline"}


def test_kernels_too_long_for_an_address_stay_with_their_visitor() -> None:
    large = dataclasses.replace(PRESETS["emboss"].kernel, planes=(((0.123456789,) * 15,) * 15,) * 3)
    assert "kernels" not in to_address(dataclasses.replace(USUAL, kernels=(large,)))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("kernels", "outlin"),
        ("kernels", ",".join(["outline"] * 7)),
        ("kernels", ""),
        ("kernels", "[1]"),
        ("kernels", "[" * 5000),
        ("kernels", '[{"weights": [[NaN]]}]'),
        ("kernels", json.dumps([{"weights": [[1] * 16]}])),
        ("moves", "1,1,zeros"),
        ("moves", "0,1,zeros,1"),
        ("moves", "1,1,mirror,1"),
        ("moves", "1,-1,zeros,1"),
        ("moves", "９,1,zeros,1"),
        ("side", "31"),
        ("side", "1e3"),
        ("values", "raw"),
        ("lab", "nowhere"),
        ("chain", "AA"),
        ("chain", "F"),
        ("chain", "relu,,max2"),
        ("chain", "max"),
        ("chain", "max99"),
        ("chain", ",".join(["relu"] * 13)),
        ("graft", "D,1"),
        ("graft", "AB,1"),
        ("graft", "A"),
        ("graft", "A,-1"),
    ],
)
def test_what_is_wrong_in_an_address_is_a_sentence(part: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        READERS[part](USUAL, text)
    assert len(refused.value.sentence) < 200


@given(labs(), labs())
def test_what_the_browser_sends_is_taken_as_it_is(lab: LabView, other: LabView) -> None:
    sent = json.loads(json.dumps(lab.state()))
    made = other.with_state(sent)
    assert (made.kernels, made.setting) == (lab.kernels, lab.setting)
    assert made.stages() is not None


GOOD = USUAL.state()


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        GOOD | {"kernels": []},
        GOOD | {"kernels": [{"weights": [["x"]]}]},
        GOOD | {"setting": None},
        GOOD | {"setting": {"stride": 1}},
        GOOD | {"setting": {"stride": 1.5, "padding": 0, "edge": "zeros", "dilation": 1}},
        GOOD | {"setting": {"stride": True, "padding": 0, "edge": "zeros", "dilation": 1}},
        GOOD | {"setting": {"stride": 1, "padding": 0, "edge": 7, "dilation": 1}},
        GOOD | {"setting": {"stride": 99, "padding": 0, "edge": "zeros", "dilation": 1}},
    ],
)
def test_what_a_browser_should_not_send_is_a_sentence(said: Any) -> None:
    with pytest.raises(InputError):
        USUAL.with_state(said)


@pytest.mark.parametrize("stages", ["relu", None, [1], [["A"]], ["A"] * 13, ["Z"], [""]])
def test_chains_that_are_none(stages: Any) -> None:
    with pytest.raises(InputError):
        USUAL.with_chain(stages)


def test_a_chain_as_the_library_takes_it() -> None:
    lab = dataclasses.replace(USUAL, setting=Setting(2)).with_chain(["AC", "relu", "average3"])
    first, _, third = USUAL.kernels
    assert lab.stages() == (Convolution((first, third), Setting(2)), ReLU(), Pool("average", 3))


def test_a_kernel_that_goes_is_missed_nowhere() -> None:
    lab = dataclasses.replace(USUAL, chain=("ABC", "relu", "C"), graft=(2, 5))
    fewer = lab.with_kernels(lab.kernels[:2])
    assert (fewer.chain, fewer.graft) == (("AB", "relu"), None)
    full = lab.with_kernels(lab.kernels * 2)
    assert full.with_kernel(PRESETS["emboss"].kernel).kernels[-1] == PRESETS["emboss"].kernel
    assert len(full.with_kernel(PRESETS["emboss"].kernel).kernels) == 6


@pytest.mark.parametrize(
    ("sizes", "title"),
    [
        ([(3, 3)], "Nine numbers decide what a kernel sees."),
        ([(3, 3), (7, 7)], "Nine to 49 numbers decide what a kernel sees."),
        ([(1, 1)], "One number decides what a kernel sees."),
        ([(15, 15)], "225 numbers decide what a kernel sees."),
    ],
)
def test_the_title_counts(sizes: list[tuple[int, int]], title: str) -> None:
    kernel = PRESETS["emboss"].kernel
    kernels = tuple(dataclasses.replace(kernel, planes=(((1.0,) * wide,) * tall,)) for tall, wide in sizes)
    assert words.finding(dataclasses.replace(USUAL, kernels=kernels)) == title

"""The mixing desk shows what the library computes, and its faders belong to one visitor."""

from __future__ import annotations

import dataclasses
import json
import struct
import threading
from collections.abc import Callable

import numpy as np
import pytest
import torch

from explorer.errors import DeviceError
from explorer.explain.account import counted
from explorer.explain.head import head_of
from explorer.network.capture import Capture
from explorer.network.intervene import Fader, mix, moved
from explorer.network.shelf import Resident
from explorer.render.numbers import number
from explorer.ui import cache
from explorer.ui.components import score_sum
from explorer.ui.components.mixing_desk import payload
from explorer.ui.scores import desk as the_desk
from explorer.ui.scores import words
from explorer.ui.scores.desk import LEADING
from explorer.ui.scores.explained import Explained
from explorer.ui.scores.scene import ScoreScene, score_scene
from explorer.ui.workspace import Workspace

SMALL = {"model": "cifar_resnet20", "weights": "untrained"}
LAST = "layer3.2.relu_1"

Place = Callable[..., Workspace]
Load = Callable[[Workspace], Resident]


def scene_of(place: Workspace, resident: Resident) -> ScoreScene:
    scene = score_scene(place, resident)
    assert place.complaints == []
    return scene


def test_the_page_follows_the_faders_and_reset_gives_every_number_back(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    before = scene_of(place, resident)
    faders = (Fader(LAST, 3, 0.0), Fader("layer2.0.conv1", 1, 1.5), Fader(LAST, 9, 1.0))
    place.view = place.view.faded(LAST, faders)
    scene = scene_of(place, resident)
    wanted = mix(before.capture, faders)
    assert torch.equal(scene.capture.logits, wanted.logits)
    assert not np.array_equal(scene.logits, before.logits)
    assert scene.chosen == before.chosen  # the class stays, even where another leads now
    assert np.array_equal(scene.logits_before, before.logits)
    assert np.array_equal(scene.probabilities_before, before.probabilities)
    assert scene.found.holds and scene.shares is not None and scene.shares.holds
    assert scene.found.terms.product[3] == 0
    assert scene.sheet is not None and scene.sheet.limits[3] == 0
    assert scene.faders == moved(faders)
    assert scene.rows()[0] == ("class", "label", "logit", "probability", "logit before", "probability before")

    place.view = place_of(**SMALL).view
    again = scene_of(place, resident)
    assert again.capture is before.capture
    assert np.array_equal(again.logits, before.logits) and again.fall == before.fall and again.faders == ()


def test_visitors_at_once_hear_their_own_mix(place_of: Place, resident_of: Load) -> None:
    places = [place_of(**SMALL) for _ in range(4)]
    resident = resident_of(places[0])
    state = {name: tensor.clone() for name, tensor in resident.module.state_dict().items()}
    mixes = [(), (Fader(LAST, 0, 0.0),), (Fader(LAST, 0, 2.0), Fader("conv1", 2, 0.0)), (Fader("conv1", 2, 0.0),)]
    original = scene_of(places[0], resident).capture
    wanted = [mix(original, faders).logits.numpy() for faders in mixes]
    heard: list[tuple[int, np.ndarray]] = []

    def visit(one: int) -> None:
        for step in range(6):
            mine = (one + step) % len(mixes)
            places[one].view = dataclasses.replace(places[one].view, faders=mixes[mine])
            heard.append((mine, scene_of(places[one], resident).logits))

    threads = [threading.Thread(target=visit, args=(one,)) for one in range(len(places))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 24
    assert all(np.array_equal(logits, wanted[mine]) for mine, logits in heard)
    assert len({logits.tobytes() for _, logits in heard}) == len(mixes)
    assert all(torch.equal(state[name], tensor) for name, tensor in resident.module.state_dict().items())


def test_faders_of_another_network_are_said_and_reset(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, faders=(Fader("layer9", 0, 0.5),), desk="layer9")
    scene = score_scene(place, resident_of(place))
    (complaint,) = place.complaints
    assert complaint.sentence == "There is no layer called “layer9”."
    assert (place.view.faders, place.view.desk, scene.faders) == ((), "", ())


def test_faders_that_cannot_be_heard_stay_where_they_were(
    place_of: Place, resident_of: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(**SMALL, faders=(Fader(LAST, 3, 0.5),))
    resident = resident_of(place)
    before = scene_of(place, resident)

    def explain(capture: Capture, chosen: int, against: int | None) -> Explained:
        if capture is not before.capture:
            raise DeviceError("There is too little memory.", "Close other programs.")
        return before_explained(capture, chosen, against)

    before_explained = cache.explain
    monkeypatch.setattr(cache, "explain", explain)
    monkeypatch.setattr(the_desk.clicks, "move_faders", lambda place: place.update(faders=(Fader(LAST, 3, 0.0),)))
    scene = the_desk.heard(place, resident)
    assert scene.capture is before.capture and place.view.faders == (Fader(LAST, 3, 0.5),)
    assert [str(one.sentence) for one in place.complaints] == ["There is too little memory."]


def test_a_page_whose_faders_cannot_be_heard_any_more_resets_them(
    place_of: Place, resident_of: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    before = scene_of(place, resident)
    place.update(faders=(Fader(LAST, 7, 0.35),))

    def explain(capture: Capture, chosen: int, against: int | None) -> Explained:
        raise DeviceError("There is too little memory.", "Close other programs.")

    monkeypatch.setattr(cache, "explain", explain)
    assert the_desk.heard(place, resident).capture is before.capture
    assert place.view.faders == () and len(place.complaints) == 1


def test_a_sum_of_another_kind_is_another_question(place_of: Place, resident_of: Load) -> None:
    """A fader behind the pool of SqueezeNet makes of its 512 averages 1,000 numbers, which its strip cannot show."""
    place = place_of(model="squeezenet1_0", weights="untrained", size=64)
    resident = resident_of(place)
    before = scene_of(place, resident)
    place.update(faders=(Fader(before.found.head.maps, 3, 0.0),))
    same = scene_of(place, resident)
    place.update(faders=(Fader(before.layer, 0, 0.0),))
    other = scene_of(place, resident)
    assert same.asked == before.asked
    assert other.about == before.about and other.asked != before.asked


def test_another_model_starts_with_its_faders_at_rest(place_of: Place) -> None:
    view = place_of(**SMALL).view.faded(LAST, (Fader(LAST, 0, 0.5),))
    assert view.with_network("cifar_resnet20", "untrained").faders == view.faders
    there = view.with_network("tiny_vgg", "untrained")
    assert (there.faders, there.desk) == ((), "")


def test_a_fader_that_is_moved_again_keeps_its_place(place_of: Place) -> None:
    view = place_of(**SMALL).view.faded(LAST, (Fader(LAST, 3, 0.5), Fader(LAST, 1, 1.0)))
    view = view.faded("conv1", (Fader("conv1", 3, 0.0),)).faded(LAST, (Fader(LAST, 3, 0.7),))
    assert view.faders == (Fader(LAST, 3, 0.7), Fader(LAST, 1, 1.0), Fader("conv1", 3, 0.0))
    assert view.desk == LAST


@pytest.mark.parametrize("model", ["cifar_resnet20", "tiny_vgg", "mobilenet_v3_small"])
def test_the_desk_begins_with_those_that_speak_most(place_of: Place, resident_of: Load, model: str) -> None:
    place = place_of(model=model, weights="untrained", size=64)
    resident = resident_of(place)
    scene = scene_of(place, resident)
    loud = the_desk._loud(place, resident, scene)
    found = the_desk.on_the_desk(place, resident, scene)
    assert found.layer == (loud.layer or head_of(scene.capture.network).maps)
    assert set(found.gains.values()) == {1.0} and len(found.gains) == len(found.tiles) <= LEADING
    if model == "mobilenet_v3_small":  # what stands before its classes is a curve: no channel is known to speak
        assert loud.channels == () and len(found.gains) == LEADING
        return
    added = np.zeros(found.channels)
    np.add.at(added, scene.found.terms.channel, scene.found.terms.product)
    assert list(loud.channels) == sorted(np.flatnonzero(added > 0), key=lambda one: -added[one])[:LEADING]
    assert found.leading == loud.channels


def test_what_the_browser_is_told(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL, chosen=4, against=7)
    place.view = dataclasses.replace(place.view.faded(LAST, (Fader(LAST, 63, 1.0), Fader("conv1", 2, 0.5))), turn=7)
    resident = resident_of(place)
    scene = scene_of(place, resident)
    loud = the_desk._loud(place, resident, scene)
    message = payload(the_desk.on_the_desk(place, resident, scene))
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    assert (header["visit"], header["model"], header["turn"]) == (place.key, "cifar_resnet20", 7)
    assert header["layer"] == LAST and header["channels"] == 64 and header["mixed"] is True
    assert header["faders"][-1] == [63, 1.0] or 63 in loud.channels
    assert header["elsewhere"] == ["conv1"] and header["ten"] == [LAST, list(loud.channels)]
    assert scene.labels[4] in header["classes"] and scene.labels[7] in header["classes"]
    rows = [scene.labels.index(label) for label in header["classes"]]
    assert list(scene.logits[rows]) == sorted(scene.logits[rows], reverse=True)
    assert header["rows"] == rows and header["about"] == [scene.about, scene.asked]
    assert header["title"] == words.map_title(scene) and header["sentence"] == words.map_sentence(scene)
    assert scene.shares is not None
    wanted = {"logits": scene.logits, "probabilities": scene.probabilities, "cells": scene.shares.shares}
    for name, values in wanted.items():
        found = np.frombuffer(message, "<f4", values.size, header["arrays"][name]["offset"])
        assert np.array_equal(found, values.astype(np.float32).ravel()), name
    told = header["arrays"]["sum"]
    assert message[told["offset"] :][: told["shape"][0]] == score_sum.payload(scene)


def test_the_title_says_what_the_faders_do(place_of: Place, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    (loudest, *others) = the_desk._loud(place, resident, scene_of(place, resident)).channels
    place.view = place.view.faded(LAST, (Fader(LAST, loudest, 0.0),))
    mixed = dataclasses.replace(scene_of(place, resident), trained=True)
    assert mixed.logits[mixed.chosen] < mixed.logits_before[mixed.chosen]
    now, then = (number(float(logits[mixed.chosen])) for logits in (mixed.logits, mixed.logits_before))
    said = words.finding(mixed)
    assert said.startswith("With one channel muted, ") and f" scores {now} instead of {then}; " in said
    place.view = place.view.faded(LAST, tuple(Fader(LAST, one, 1.5) for one in others))
    place.update(chosen=2, against=5)
    mixed = dataclasses.replace(scene_of(place, resident), trained=True)
    said = words.finding(mixed)
    assert said.startswith(f"With {counted(1 + len(others), 'fader')} moved, the lead of ")
    assert f" is {mixed.fall.total} instead of " in said

"""A kernel of one's own in the network: what moves, and what must not."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import streamlit as st
import torch
from torch import nn

from explorer.errors import InputError
from explorer.lab.presets import PRESETS
from explorer.ui import cache
from explorer.ui.lab import words
from explorer.ui.lab.graft_scene import graft_scene
from explorer.ui.lab.view import LabView

pytestmark = pytest.mark.usefixtures("fresh_memory")

KERNELS = tuple(PRESETS[short].kernel for short in ("emboss", "sobel-down"))
SMALL = {"model": "cifar_resnet20", "weights": "untrained"}


@pytest.fixture(autouse=True)
def own_session():
    st.session_state.pop("lab:grafted", None)


def by_hand(module: nn.Module, tensor: torch.Tensor, kernel: int, channel: int) -> torch.Tensor:
    """Logits of a copy of the network into whose first weights the kernel has been written."""
    copied = nn.ModuleList([module])
    first = next(part for part in copied.modules() if isinstance(part, nn.Conv2d))
    kept = first.weight.detach().clone()
    try:
        with torch.inference_mode():
            first.weight.data[channel] = torch.tensor(KERNELS[kernel].slices())
            return module(tensor)[0]
    finally:
        first.weight.data.copy_(kept)


def test_the_logits_are_those_of_a_network_with_that_kernel(place_of, resident_of) -> None:
    place = place_of(**SMALL, lab=LabView(KERNELS, graft=(1, 5)))
    resident = resident_of(place)
    scene = graft_scene(place, resident)
    tensor = cache.prepared(place.photo, place.recipe).tensor
    with torch.inference_mode():
        untouched = resident.network.module(tensor)[0]
    assert np.array_equal(scene.before, cache.captured(place.photo, place.recipe, resident).logits)
    assert torch.allclose(torch.from_numpy(scene.before), untouched, atol=1e-4)
    expected = by_hand(resident.network.module, tensor, 1, 5)
    assert torch.allclose(torch.from_numpy(scene.after), expected, atol=1e-4)
    assert not np.allclose(scene.before, scene.after)
    assert scene.first is not None and (scene.first.layer, scene.first.channel) == ("conv1", 5)
    assert np.array_equal(scene.first.before, scene.own) and not np.array_equal(scene.first.after, scene.own)
    assert scene.last is not None and not np.array_equal(scene.last.before, scene.last.after)
    told = scene.last.told("B")
    assert np.array_equal(told["the change"], told["with B"] - told["as it was"])


def test_ungrafting_restores_every_bit(place_of, resident_of) -> None:
    place = place_of(**SMALL, lab=LabView(KERNELS))
    resident = resident_of(place)
    weights = {name: value.clone() for name, value in resident.network.module.state_dict().items()}
    before = graft_scene(place, resident)
    assert before.first is None and np.array_equal(before.before, before.after)
    place.view = type(place.view)(**{**vars(place.view), "lab": LabView(KERNELS, graft=(0, 3))})
    assert not np.array_equal(graft_scene(place, resident).after, before.after)
    place.view = type(place.view)(**{**vars(place.view), "lab": LabView(KERNELS)})
    after = graft_scene(place, resident)
    assert np.array_equal(after.after, before.after) and np.array_equal(after.own, before.own)
    state = resident.network.module.state_dict()
    assert all(torch.equal(state[name], value) for name, value in weights.items())
    fresh = resident.capture(cache.prepared(place.photo, place.recipe))
    assert np.array_equal(fresh.logits, before.before)


def test_two_visitors_at_once(place_of, resident_of) -> None:
    """One grafts again and again, the other looks at the network as it is: neither sees the other."""
    grafting = [place_of(**SMALL, lab=LabView(KERNELS, graft=(0, channel))) for channel in range(4)]
    looking = place_of(**SMALL, lab=LabView(KERNELS))
    resident = resident_of(looking)
    prepared = cache.prepared(looking.photo, looking.recipe)
    alone = resident.capture(prepared).logits.clone()
    expected = [graft_scene(place, resident).after for place in grafting]
    seen: list[bool] = []

    def graft_often() -> None:
        for _ in range(5):
            for place, logits in zip(grafting, expected, strict=True):
                seen.append(np.array_equal(graft_scene(place, resident).after, logits))

    def look_often() -> None:
        seen.extend(torch.equal(resident.capture(prepared).logits, alone) for _ in range(20))

    threads = [threading.Thread(target=graft_often), threading.Thread(target=look_often)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 40 and all(seen)


def test_the_classes_that_are_shown(place_of, resident_of) -> None:
    place = place_of(**SMALL, lab=LabView(KERNELS, graft=(0, 3)))
    scene = graft_scene(place, resident_of(place))
    rows = scene.rows()
    shown = [label for label, *_ in rows]
    assert scene.labels[int(scene.before.argmax())] in shown and scene.labels[int(scene.after.argmax())] in shown
    change = np.abs(scene.after - scene.before)
    assert scene.labels[int(change.argmax())] in shown
    assert [after for _, _, after, _ in rows] == sorted((after for _, _, after, _ in rows), reverse=True)
    assert all(moved == pytest.approx(after - before) for _, before, after, moved in rows)
    finding = words.graft_finding(scene)
    assert scene.labels[scene.leader[0]] in finding and ("still leads" in finding or "takes the lead" in finding)


def test_a_channel_that_is_not_there_is_said_and_taken_back(place_of, resident_of) -> None:
    place = place_of(**SMALL, lab=LabView(KERNELS, graft=(0, 16)))
    scene = graft_scene(place, resident_of(place))
    (complaint,) = place.complaints
    assert "channel 16" in complaint.sentence
    assert scene.first is None and place.view.lab.graft is None


def test_a_network_into_which_nothing_can_be_grafted_is_a_sentence(
    place_of, resident_of, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "convscope.toml"
    path.write_text('[models]\nplain = "tests.ui.networks:no_maps"')
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(path))
    place = place_of(model="plain", lab=LabView(KERNELS))
    with pytest.raises(InputError, match="grafted only into"):
        graft_scene(place, resident_of(place))

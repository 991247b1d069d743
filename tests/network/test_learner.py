"""The learner: the post's summary and tree line by line, every body, and what fastai computes with its weights."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from explorer.errors import UnknownName
from explorer.network import calibrate
from explorer.network.learner import AFTER_THE_BODY, AdaptiveConcatPool2d, body_of, freeze_body, numbered
from explorer.network.opened import check_bits, open_network
from explorer.network.registry import MODELS, entry
from explorer.network.summary import Row, summary, sums
from explorer.network.tree import module_tree

QUICK = ["resnet18", "squeezenet1_1", "densenet121", "mobilenet_v2", "shufflenet_v2_x0_5", "googlenet", "tiny_vgg"]
FASTAI = "CONVSCOPE_FASTAI_PYTHON"


@pytest.fixture(scope="module")
def post(shared: Path) -> list[str]:
    return (shared / "mission" / "post.txt").read_text().splitlines()


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return summary(entry("resnet50-learner").build(44), (300, 300))


def test_the_summary_is_the_posts_line_by_line(post: list[str], rows: tuple[Row, ...]) -> None:
    start = post.index("Layer (type) Output Shape Param # Trainable") + 2
    end = post.index("Total params: 25,637,484")
    printed = [line for line in post[start:end] if set(line) != {"_"} and set(line) != {"="}]
    assert len(printed) == 134
    assert [row.text for row in rows] == printed
    assert list(sums(rows).lines) == post[end : end + 3]


def test_the_tree_is_the_posts_line_by_line(post: list[str]) -> None:
    start = post.index("learner.model") + 1
    ours = [line.text for line in module_tree(numbered(entry("resnet50-learner").build(44)))]
    assert len(ours) > 180
    assert [line.strip() for line in post[start : start + len(ours)]] == ours


def test_only_the_head_and_batch_norms_are_trained() -> None:
    learner = entry("resnet18-learner").build(5)
    for name, module in learner.named_modules():
        for parameter in module.parameters(recurse=False):
            assert parameter.requires_grad == (name.startswith("head.") or isinstance(module, _BatchNorm)), name
    learner.requires_grad_(True)
    freeze_body(learner)
    assert not learner.get_parameter("conv1.weight").requires_grad


def test_parts_keep_their_names_and_weights_fit() -> None:
    whole = entry("resnet18").build(10)
    learner = entry("resnet18-learner").build(5)
    kept = {key: value for key, value in whole.state_dict().items() if not key.startswith("fc.")}
    missing, surplus = learner.load_state_dict(kept, strict=False)
    assert not surplus and all(key.startswith("head.") for key in missing)


def test_the_pool_puts_the_largest_first() -> None:
    maps = torch.tensor([[[[1.0, 3.0], [0.0, 0.0]], [[-1.0, -2.0], [-3.0, -6.0]]]])
    assert AdaptiveConcatPool2d()(maps).flatten().tolist() == [3.0, -1.0, 1.0, -3.0]


def test_there_is_no_learner_on_what_is_not_listed() -> None:
    with pytest.raises(UnknownName, match="resnet5-learner"):
        entry("resnet5-learner")


def check_body(name: str) -> None:
    """The body gives exactly what the network's own next part is given, pooled where the network pools by itself."""
    network = calibrate.initialise(lambda: entry(name).build(7), seed=1)
    part = next(part for own, part in network.named_children() if own in AFTER_THE_BODY)
    given: list[torch.Tensor] = []
    part.register_forward_pre_hook(lambda _part, inputs: given.append(inputs[0].clone()))
    side = 64 if name == "tiny_vgg" else 96
    photo = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        network(photo.clone())
        maps = body_of(network)(photo.clone())
    own = maps if given[0].shape == maps.shape else maps.mean((2, 3)).reshape(given[0].shape)
    assert torch.equal(given[0], own) or torch.allclose(given[0], own, rtol=1e-5)
    assert given[0].abs().max() > 0


@pytest.mark.parametrize("name", QUICK)
def test_the_body_ends_before_the_pool(name: str) -> None:
    check_body(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MODELS if name != "regnet_y_128gf"])
def test_every_body_ends_before_the_pool(name: str) -> None:
    check_body(name)


@pytest.mark.parametrize("name", ["resnet18", "googlenet", "squeezenet1_0", "tiny_vgg"])
def test_a_learner_opens_bit_for_bit(name: str) -> None:
    learner = entry(f"{name}-learner").build(6)
    check_bits(learner, open_network(learner, (64, 80)))


def test_a_summary_leaves_the_network_as_it_is_and_out_what_is_never_called() -> None:
    class Odd(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.unused, self.twice = nn.Linear(3, 4), nn.Conv2d(3, 3, 3, stride=2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.twice(self.twice(x)).flatten(1)

    odd = Odd().train()
    before = {key: value.clone() for key, value in odd.state_dict().items()}
    (row,) = summary(odd, (11, 15))
    assert row.text == "Conv2d [3, 2, 3] 84 True"  # 11 → 5 → 2, 15 → 7 → 3
    assert odd.training and not odd.twice._forward_hooks
    assert all(torch.equal(value, before[key]) for key, value in odd.state_dict().items())


def test_summaries_count_the_head_as_worked_out_by_hand(rows: tuple[Row, ...]) -> None:
    # Batch norms have two numbers a channel; a linear layer inputs × outputs and one bias an output.
    by_hand = [0, 0, 0, 2 * 4096, 0, 4096 * 512 + 512, 0, 2 * 512, 0, 512 * 44 + 44]
    assert [row.parameters for row in rows[-10:]] == by_hand
    assert sums(rows).trainable == sum(by_hand) + sum(
        row.parameters for row in rows[:-10] if re.fullmatch("BatchNorm2d", row.type)
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["resnet50", "resnet18", "squeezenet1_0"])
def test_fastai_computes_the_same(name: str, tmp_path: Path) -> None:
    """fastai 2 builds its own learner, takes our weights by its own keys, and gives the same scores.

    Its linear layers have no bias (the post's fastai 1 had): ours are zero here.
    """
    python = os.environ.get(FASTAI)
    if not python:
        pytest.skip(f"{FASTAI} names no Python that has fastai 2 (pip install fastai, in an environment of its own)")
    photos = calibrate.batch(calibrate.builtin_photos()[:4], entry(name).recipe)
    learner = calibrate.settle(calibrate.initialise(lambda: entry(f"{name}-learner").build(44), 3), photos).eval()
    with torch.inference_mode():
        ours = learner(photos)
    state = numbered(learner).state_dict()
    assert all(not state.pop(key).any() for key in ("1.4.bias", "1.8.bias"))
    torch.save({"state": state, "photos": photos}, tmp_path / "given.pt")
    script = Path(__file__).parent / "fastai_oracle.py"
    subprocess.run([python, script, name, tmp_path / "given.pt", tmp_path / "scores.pt"], check=True, timeout=300)
    theirs = torch.load(tmp_path / "scores.pt")
    trained = [key for key, value in numbered(learner).named_parameters() if value.requires_grad]
    assert theirs["trainable"] == [key for key in trained if key in state]
    torch.testing.assert_close(ours, theirs["scores"], rtol=1e-5, atol=1e-5)
    assert ours.std() > 0.1

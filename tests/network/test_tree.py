"""The tree of modules: the post's, line by line, and torch's own print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from torch import nn

from explorer.network.registry import MODELS
from explorer.network.tree import module_tree


def body() -> nn.Module:
    """ResNet50 as the post's learner holds it: all but its last two parts, by number."""
    return nn.Sequential(*list(MODELS["resnet50"].build(1000).children())[:-2])


def test_the_body_is_the_posts_line_by_line(shared: Path) -> None:
    lines = [line.strip() for line in (shared / "mission/post.txt").read_text().splitlines()]
    start = lines.index("learner.model[0]") + 1
    ours = [line.text for line in module_tree(body())]
    assert lines[start : start + len(ours)] == ours
    assert len(ours) > 150


@pytest.mark.parametrize("name", ["resnet18", "googlenet", "mobilenet_v3_small", "convnext_tiny"])
def test_it_is_what_torch_prints(name: str) -> None:
    """Without what newer versions of torch added."""
    module = MODELS[name].build(10)
    ours = "\n".join(line.indented for line in module_tree(module))
    theirs = re.sub(r"(BatchNorm\w+\([^\n]*?), bias=\w+", r"\1", repr(module))
    assert ours == re.sub(r"Flatten\(start_dim=1, end_dim=-1\)", "Flatten()", theirs)


class Framed(nn.Module):
    def __repr__(self) -> str:
        return "Framed(\n  inside\n)"


class Own(nn.Sequential):
    """A module in two places, one that is not there, settings beside parts, one that prints itself."""

    def __init__(self) -> None:
        act = nn.ReLU()
        super().__init__(nn.Conv2d(3, 4, 3), act, nn.Sequential(nn.Conv2d(4, 4, 1), act), Framed())
        self.register_module("unused", None)

    def extra_repr(self) -> str:
        return "width=4\ndepth=2"


def test_a_network_of_ones_own_is_what_torch_prints() -> None:
    assert "\n".join(line.indented for line in module_tree(Own())) == repr(Own())


def test_paths_are_those_of_the_modules() -> None:
    module = MODELS["resnet18"].build(10)
    for line in module_tree(module):
        part = module.get_submodule(line.path)
        assert line.text == ")" or type(part).__name__ in line.text

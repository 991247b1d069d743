"""What the post works with, built anew: its learner on ResNet50 with random weights, and numbers to try it on."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import torch
from torch import Tensor, nn

from explorer.image.photo import Photo
from explorer.image.preprocess import Preprocessed, preprocess
from explorer.image.recipe import POST, Recipe
from explorer.network.learner import numbered
from explorer.network.registry import LEARNER, entry
from explorer.network.summary import Row, Sums, summary, sums
from explorer.network.tree import module_tree

PRODUCTS = 44
SIDE = 300
"""Pixels a side of the photos that the post's network sees."""


class Workbench:
    """Each part is made when it is first asked for. Needs no weights, network or photo."""

    @cached_property
    def resnet50(self) -> nn.Module:
        """ResNet50 for ImageNet's 1,000 classes, on torch's meta device: shapes without numbers."""
        with torch.device("meta"):
            return entry("resnet50").build(1000)

    @cached_property
    def learner(self) -> nn.Sequential:
        """The post's learner for 44 products."""
        learner = entry(f"resnet50{LEARNER}").build(PRODUCTS)
        assert isinstance(learner, nn.Sequential)
        return learner

    @cached_property
    def parts(self) -> nn.Sequential:
        """The learner as the post holds it: 0 is the body, 1 the head."""
        return numbered(self.learner)

    @cached_property
    def conv1(self) -> nn.Conv2d:
        """Its first layer."""
        first = self.parts.get_submodule("0.0")
        assert isinstance(first, nn.Conv2d)
        return first

    @cached_property
    def tree(self) -> tuple[str, ...]:
        """The lines of the learner as it is printed."""
        return tuple(line.text for line in module_tree(self.parts))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of its summary at 300 px."""
        return summary(self.parts, (SIDE, SIDE))

    @cached_property
    def sums(self) -> Sums:
        """The totals of its summary."""
        return sums(self.rows)

    def photo(self, height: int, width: int) -> Photo:
        """A photo of noise."""
        pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
        return Photo("noise", pixels, "0" * 32, "PNG", ())

    def prepared(self, height: int = 225, width: int = 225, recipe: Recipe = POST) -> Preprocessed:
        """A photo of noise as the post prepares it."""
        return preprocess(self.photo(height, width), recipe)

    def noise(self, *shape: int) -> Tensor:
        """Numbers from a bell curve, always the same."""
        return torch.randn(shape, generator=torch.Generator().manual_seed(0))

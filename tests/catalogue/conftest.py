"""Lets the tests of this folder import the drawn products beside them, and trains on these once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import RunFolder
from explorer.catalogue.split import Split, split
from explorer.catalogue.training import train
from explorer.network import weights
from explorer.network.weights import Network

sys.path.insert(0, str(Path(__file__).parent))


@dataclass(frozen=True, eq=False)
class Shop:
    """A catalogue of drawn products, and a learner that was trained on it as the post does."""

    folder: Path
    catalogue: Catalogue
    chosen: Split
    file: Path
    network: Network


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Networks this small are faster with one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Five products, eight views each; a ResNet-20 learner, eight epochs."""
    from shelves import fill

    folder = fill(tmp_path_factory.mktemp("trained") / "shop", ("007", "07", "8a", "b", "c9"), views=8)
    plan = Plan(
        str(folder),
        "cifar_resnet20",
        "untrained:0",
        mode="as-post",
        epochs=8,
        rate=0.01,
        size=32,
        batch=8,
        device="cpu",
    )
    run = RunFolder.create(folder.parent / "run", plan)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with run.held():
        train(run)
    torch.set_num_threads(before)
    catalogue = read_folder(folder)
    return Shop(folder, catalogue, split(catalogue), run.result, weights.load("resnet50", str(run.result)))

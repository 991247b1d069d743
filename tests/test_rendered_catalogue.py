"""The rendered catalogue in assets/: a folder a product, eight pictures each, in two sets."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.catalogue.split import has_groups, split
from explorer.ui.choices import samples

ASSETS = Path(__file__).resolve().parents[1] / "assets"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_folder(ASSETS / "catalogue")


def test_44_products_with_eight_pictures_each_none_twice(catalogue: Catalogue) -> None:
    assert len(catalogue.classes) == 44 and catalogue.faults == ()
    assert set(catalogue.counts.values()) == {8}
    assert {entry.size for entry in catalogue.entries} == {(112, 112)}
    assert len({entry.digest for entry in catalogue.entries}) == 44 * 8
    assert sum(path.stat().st_size for path in (ASSETS / "catalogue").rglob("*")) < 2_000_000


def test_every_built_in_photo_shows_one_of_them(catalogue: Catalogue) -> None:
    assert set(samples()) <= set(catalogue.classes)


def test_the_script_beside_it_renders_every_product(catalogue: Catalogue) -> None:
    script = ast.parse((ASSETS / "render_catalogue.py").read_text(encoding="utf-8"))
    named = {node.attr.replace("_", "-") for node in ast.walk(script) if isinstance(node, ast.Attribute)}
    assert set(catalogue.classes) <= named


def test_whole_sets_can_be_held_out(catalogue: Catalogue) -> None:
    assert has_groups(catalogue)
    chosen = split(catalogue, by="group")
    held = {catalogue.entries[place].name.rpartition("_")[0] for place in chosen.held}
    learnt = {catalogue.entries[place].name.rpartition("_")[0] for place in chosen.learn}
    assert held and not held & learnt

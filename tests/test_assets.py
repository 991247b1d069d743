"""The built-in product photos: all there, readable, of the promised size, each a picture of its own."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ASSETS = Path(__file__).resolve().parents[1] / "assets"
PHOTOS = ASSETS / "photos"
ENTRIES = json.loads((PHOTOS / "photos.json").read_text(encoding="utf-8"))
NAMES = [entry["file"] for entry in ENTRIES]


def pixels(name: str) -> np.ndarray:
    """The photo's pixels (H, W, 3) as uint8."""
    with Image.open(PHOTOS / name) as photo:
        assert photo.mode == "RGB"
        return np.asarray(photo)


def test_the_list_names_at_least_eight_photos_and_every_file_in_the_folder() -> None:
    assert len(ENTRIES) >= 8
    assert len(set(NAMES)) == len(NAMES)
    assert sorted(NAMES) == sorted(path.name for path in PHOTOS.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_every_entry_has_a_title_and_one_whole_sentence(entry: dict[str, str]) -> None:
    assert set(entry) == {"file", "title", "sentence"}
    assert entry["title"].strip() == entry["title"] != ""
    assert entry["sentence"].endswith(".") and len(entry["sentence"]) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_a_photo_decodes_at_its_size_and_is_neither_blank_nor_clipped(name: str) -> None:
    photo = pixels(name)
    assert max(photo.shape[:2]) == 640
    assert min(photo.shape[:2]) >= 480
    grey = photo.mean(axis=2)
    assert grey.std() > 10, "the photo is almost one colour"
    burnt = (photo == 255).all(axis=2).mean()
    assert burnt < 0.005, f"{burnt:.1%} of the photo is pure white"
    assert (PHOTOS / name).stat().st_size <= 150_000


def test_all_photos_together_stay_small() -> None:
    assert sum((PHOTOS / name).stat().st_size for name in NAMES) <= 1_500_000


def test_some_photos_are_not_square_so_that_cropping_shows() -> None:
    sizes = [pixels(name).shape[:2] for name in NAMES]
    assert any(height > width for height, width in sizes)
    assert any(width > height for height, width in sizes)


def test_no_two_photos_show_the_same() -> None:
    small = {}
    for name in NAMES:
        with Image.open(PHOTOS / name) as photo:
            small[name] = np.asarray(photo.resize((32, 32)), dtype=float)
    for first, second in combinations(NAMES, 2):
        difference = np.abs(small[first] - small[second]).mean()
        assert difference > 5, f"{first} and {second} differ by {difference:.1f} grey levels only"


def test_the_script_beside_the_photos_makes_every_one_of_them() -> None:
    script = (ASSETS / "render_photos.py").read_text(encoding="utf-8")
    missing = [name for name in NAMES if f'"{name}"' not in script]
    assert not missing


def test_the_icon_is_a_magenta_outline_at_64_pixels() -> None:
    with Image.open(ASSETS / "icon.png") as icon:
        assert icon.size == (64, 64)
        drawn = np.asarray(icon.convert("RGBA"))
    opaque = drawn[..., 3] == 255
    assert 0.2 < opaque.mean() < 0.7
    assert (drawn[opaque][:, :3] == (0xB4, 0x12, 0x6B)).all()
    assert not drawn[24:40, 24:40, 3].any()
    assert "#B4126B" in (ASSETS / "icon.svg").read_text(encoding="utf-8")

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from explorer.errors import PhotoError
from explorer.image.photo import Photo, decode, read

# 48 × 64, four flat quarters: red, green / blue, yellow; with the instruction to turn it clockwise.
SIDEWAYS = Path(__file__).with_name("sideways.heic")
DATA = SIDEWAYS.read_bytes()


def test_heic_is_upright_as_a_phone_writes_it() -> None:
    photo = read(SIDEWAYS)
    assert (photo.format, photo.size) == ("HEIC", (64, 48))
    assert photo.notes == ("turned upright (EXIF orientation 6)",)
    corners = photo.pixels[[5, 5, -5, -5], [5, -5, 5, -5]].astype(int)
    expected = [(40, 40, 200), (200, 40, 40), (220, 220, 60), (40, 200, 40)]
    assert np.abs(corners - expected).max() <= 8


def test_without_its_reader_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(PhotoError) as caught:
        read(SIDEWAYS)
    assert "is a HEIC photo" in caught.value.sentence
    assert "pip install pi-heif" in caught.value.hint


@pytest.mark.parametrize("keep", [30, 200, 500, len(DATA) - 30])
def test_cut_short(keep: int) -> None:
    with pytest.raises(PhotoError, match="is cut short"):
        decode(DATA[:keep], "x.heic")


@pytest.mark.parametrize("changes", [[(176, 255), (653, 0)], [(38, 0), (176, 255)], [(177, 128), (159, 128)]])
def test_files_that_crash_its_decoder_crash_nothing_else(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(DATA)
    for at, value in changes:
        damaged[at] = value
    try:
        assert isinstance(decode(bytes(damaged), "x.heic"), Photo)
    except PhotoError as error:
        assert "cannot be decoded" in error.sentence


def test_the_size_is_checked_before_decoding() -> None:
    data = DATA.index(b"mdat") + 4
    spoiled = DATA[:data] + bytes(100) + DATA[data + 100 :]
    with pytest.raises(PhotoError, match="cannot be decoded"):
        decode(spoiled, "x.heic")
    with pytest.raises(PhotoError, match=r"says 64 × 48 pixels, 0.1 megapixels; at most 0.003 are read"):
        decode(spoiled, "x.heic", megapixels=0.003)

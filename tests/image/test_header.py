from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from explorer.errors import PhotoError
from explorer.image import header

from .pictures import saved

KINDS = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "GIF": "GIF", "BMP": "BMP"}


@pytest.mark.parametrize("kind", KINDS)
@given(height=st.integers(1, 300), width=st.integers(1, 300))
def test_the_header_says_what_was_written(kind: header.Kind, height: int, width: int) -> None:
    data = saved(Image.new("RGB", (width, height), "teal"), KINDS[kind])
    assert header.identify(data, "x") == kind
    assert header.stated_size(data, kind) == (height, width)
    assert not header.ends_early(data, kind)
    assert header.ends_early(data[: len(data) * 3 // 4], kind)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0"}])
def test_each_way_in_which_webp_states_its_size(options: dict[str, object]) -> None:
    data = saved(Image.new("RGBA", (70, 30), (9, 9, 9, 9)), "WEBP", **options)
    assert header.stated_size(data, "WebP") == (30, 70)


def test_a_frame_larger_than_the_screen_of_a_gif_counts() -> None:
    data = bytearray(saved(Image.new("L", (20, 10)), "GIF", comment=b"before the frame"))
    data[6:10] = struct.pack("<HH", 3, 4)
    assert header.stated_size(bytes(data), "GIF") == (10, 20)


def test_a_bmp_from_the_top_and_one_of_os2() -> None:
    top_down = bytearray(saved(Image.new("RGB", (20, 10)), "BMP"))
    top_down[22:26] = struct.pack("<i", -10)
    assert header.stated_size(bytes(top_down), "BMP") == (10, 20)
    core = b"BM" + bytes(12) + struct.pack("<IHHHH", 12, 20, 10, 1, 24)
    assert header.stated_size(core, "BMP") == (10, 20)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_size_or_none(kind: header.Kind, data: bytes) -> None:
    whole = saved(Image.new("RGB", (8, 8)), KINDS[kind])
    for bytes_ in (data, whole[:20] + data, whole[: len(data)]):
        size = header.stated_size(bytes_, kind)
        assert size is None or (len(size) == 2 and min(size) >= 0)
        assert header.ends_early(bytes_, kind) in (True, False)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (bytes(300), "nothing but zeros"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "is a web page"),
        ("Grüße, κόσμε".encode(), "is text"),
        (("é" * 5000).encode()[1:], "belong to none"),
        (("x" + "é" * 5000).encode(), "is text"),
        (b"%PDF-1.7\n", "is a PDF document"),
        (b"II*\0" + bytes(60), "is a TIFF or a camera"),
        (b"P5\n128 128\n65535\n" + bytes(60), "is a Netpbm picture"),
        (b"PK\3\4" + bytes(60), "is a ZIP archive"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf", "is an AVIF picture"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf", "is an AVIF picture"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "is a video"),
        (b"\x89PNG\n\n\x1a\n" + bytes(60), "line ends were changed"),
        (b"\x80\x02\x8a\x0a" + bytes(60), "is not a photo"),
    ],
)
def test_what_is_no_photo_is_named(data: bytes, says: str) -> None:
    with pytest.raises(PhotoError) as caught:
        header.identify(data, "thing.jpg")
    assert says in caught.value.sentence
    assert caught.value.sentence.startswith("“thing.jpg” ")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("height", "width", "says"),
    [
        (65_500, 65_500, "65,500 × 65,500 pixels, 4,290 megapixels; at most 40 are read"),
        (1, 80_000_000, "1 × 80,000,000 pixels, 80 megapixels; at most 40 are read"),
        (4000, 10_001, "40.1 megapixels; at most 40 are read"),
        (2**31 - 1, 2**31 - 1, "4,611,686,014,132 megapixels"),
        (1, 65_536, "1 × 65,536 pixels; at most 65,535 are read along one side"),
        (0, 5, "0 × 5 pixels: it holds no picture"),
    ],
)
def test_sizes_that_are_refused(height: int, width: int, says: str) -> None:
    with pytest.raises(PhotoError) as caught:
        header.check_size(height, width, "x", 40.0)
    assert says in caught.value.sentence


def test_the_largest_sizes_that_are_read() -> None:
    header.check_size(4000, 10_000, "x", 40.0)
    header.check_size(1, 65_535, "x", 40.0)
    with pytest.raises(PhotoError):
        header.check_size(10, 10, "x", float("nan"))


def test_the_headers_of_the_odd_photos(shared: Path) -> None:
    stated = {}
    for file in sorted((shared / "data" / "odd-photos" / "valid-odd").glob("*.*")):
        data = file.read_bytes()
        try:
            kind = header.identify(data, file.name)
        except PhotoError:
            continue
        with Image.open(file) as picture:
            stated[file.name] = header.stated_size(data, kind) == (picture.height, picture.width)
        assert not header.ends_early(data, kind), file.name
    assert len(stated) >= 50
    assert all(stated.values()), [name for name, right in stated.items() if not right]

from __future__ import annotations

import hashlib
import io
import os
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from explorer.errors import PhotoError, UnknownName
from explorer.image import photo as module
from explorer.image.photo import Photo, decode, read

from .pictures import GREY, chunk, exif, png, random_pixels, saved, srgb_profile

# What the stored picture has to go through to be upright (EXIF 2.32, 4.6.4, tag 274).
UPRIGHT = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
    8: lambda a: np.rot90(a, 1),
}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", UPRIGHT)
@given(height=st.integers(1, 9), width=st.integers(1, 9), seed=st.integers(0, 99))
@settings(max_examples=15)
def test_each_orientation_is_turned_upright(value: int, order: str, height: int, width: int, seed: int) -> None:
    stored = random_pixels(seed, height, width, 3)
    for kind, options in (("PNG", {}), ("WEBP", {"lossless": True})):
        data = saved(Image.fromarray(stored), kind, exif=exif(value, order), **options)
        photo = decode(data, "x")
        assert np.array_equal(photo.pixels, UPRIGHT[value](stored))
        assert photo.notes == (() if value == 1 else (f"turned upright (EXIF orientation {value})",))


def test_a_jpeg_is_turned_as_pillow_turns_it() -> None:
    stored = Image.fromarray(random_pixels(0, 24, 40, 3))
    data = saved(stored, "JPEG", exif=b"Exif\0\0" + exif(6))
    bare = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert np.array_equal(decode(data, "x").pixels, np.rot90(bare, -1))


@pytest.mark.parametrize("value", [0, 9, 255, 65535])
def test_an_orientation_that_means_nothing_shows_the_photo_as_stored(value: int) -> None:
    stored = random_pixels(1, 5, 4, 3)
    photo = decode(saved(Image.fromarray(stored), "PNG", exif=exif(value)), "x")
    assert np.array_equal(photo.pixels, stored)
    assert photo.notes == (f"EXIF orientation {value} means nothing, shown as stored",)


@given(block=st.one_of(st.binary(min_size=1, max_size=60), st.binary(max_size=40).map(lambda b: exif(6)[:9] + b)))
def test_damaged_exif_never_stops_a_photo(block: bytes) -> None:
    data = saved(Image.new("RGB", (3, 2)), "PNG", exif=block)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(data, "x").size in ((2, 3), (3, 2))
        decode(saved(Image.new("RGB", (3, 2)), "JPEG", exif=b"Exif\0\0" + block), "x")


def test_orientation_after_the_pixels_and_in_xmp_and_in_imagemagicks_way() -> None:
    stored = random_pixels(2, 6, 4)
    late = decode(png(stored, GREY, 8, after=chunk(b"eXIf", exif(8))), "x")
    packet = b'XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation="8"/>'
    xmp = decode(png(stored, GREY, 8, before=chunk(b"iTXt", packet)), "x")
    listing = f"\nexif\n{len(exif(8)) + 6:8d}\n{(b'Exif' + bytes(2) + exif(8)).hex()}\n"
    raw = decode(png(stored, GREY, 8, before=chunk(b"tEXt", b"Raw profile type exif\0" + listing.encode())), "x")
    for photo in (late, xmp, raw):
        assert np.array_equal(photo.pixels[..., 0], np.rot90(stored, 1))


@pytest.mark.parametrize(("kind", "note"), [("GIF", "first frame of an animation"), ("PNG", "first of 3 frames")])
def test_the_first_frame_of_an_animation(kind: str, note: str) -> None:
    frames = [Image.new("RGB", (6, 5), colour) for colour in ("red", "lime", "blue")]
    photo = decode(saved(frames[0], kind, save_all=True, append_images=frames[1:]), "x")
    assert photo.notes == (note,)
    assert (photo.pixels == (255, 0, 0)).all()


def test_the_first_of_two_pictures_of_a_phone() -> None:
    first, second = Image.new("RGB", (16, 8), (250, 0, 0)), Image.new("RGB", (16, 8), (0, 0, 250))
    photo = decode(saved(first, "MPO", save_all=True, append_images=[second]), "x")
    assert (photo.format, photo.notes) == ("JPEG", ("first of 2 pictures in the file",))
    assert photo.pixels[4, 4, 0] > 240


def test_what_a_photo_carries() -> None:
    pixels = random_pixels(3, 7, 9, 3)
    data = saved(Image.fromarray(pixels), "PNG")
    one, two = decode(data, "one.png"), decode(saved(Image.fromarray(pixels), "BMP"), "two.bmp")
    assert (one.name, one.format, one.size) == ("one.png", "PNG", (7, 9))
    assert one.digest == two.digest == hashlib.sha256(b"(7, 9, 3)" + pixels.tobytes()).hexdigest()[:32]
    other = decode(saved(Image.fromarray(pixels.reshape(9, 7, 3)), "PNG"), "x")
    assert other.digest != one.digest
    with pytest.raises(ValueError, match="read-only"):
        one.pixels[0, 0] = 0


def samples() -> dict[str, bytes]:
    ramp = np.linspace(0, 255, 40 * 30 * 3).reshape(30, 40, 3).astype(np.uint8)
    picture = Image.fromarray(ramp)
    clear = picture.copy()
    clear.putalpha(100)
    rich = {"exif": exif(6), "icc_profile": srgb_profile()}
    return {
        "jpeg": saved(picture, "JPEG", comment=b"hello", **rich),
        "progressive": saved(picture, "JPEG", progressive=True),
        "cmyk": saved(picture.convert("CMYK"), "JPEG"),
        "png": saved(clear, "PNG", **rich),
        "palette": saved(picture.quantize(16), "PNG", transparency=3),
        "animation": saved(picture, "PNG", save_all=True, append_images=[picture.rotate(180)]),
        "webp": saved(clear, "WEBP", **rich),
        "gif": saved(picture, "GIF", save_all=True, append_images=[picture.rotate(180)], comment=b"hello"),
        "bmp": saved(picture, "BMP"),
    }


SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
@given(st.data())
@settings(max_examples=150)
def test_damaged_files_raise_nothing_but_photo_errors(name: str, data: st.DataObject) -> None:
    damaged = bytearray(SAMPLES[name])
    places = st.one_of(st.integers(0, 80), st.integers(0, len(damaged) - 1))
    for at in data.draw(st.lists(places, max_size=12)):
        damaged[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(0, len(damaged))) :]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            photo = decode(bytes(damaged), "x", megapixels=2)
        except PhotoError as error:
            assert error.sentence.startswith("“x” ") and error.sentence.endswith(".") and error.hint
        else:
            assert photo.pixels.dtype == np.uint8 and photo.pixels.shape == (*photo.size, 3)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_anywhere_is_refused_or_whole(name: str) -> None:
    data = SAMPLES[name]
    whole = decode(data, "x")
    refused = 0
    for end in range(0, len(data), max(1, len(data) // 150)):
        try:
            assert np.array_equal(decode(data[:end], "x").pixels, whole.pixels), end
        except PhotoError:
            refused += 1
    assert refused > 75


def test_the_limit_can_be_set() -> None:
    data = saved(Image.new("L", (200, 100)), "PNG")
    assert decode(data, "x", megapixels=0.02).size == (100, 200)
    with pytest.raises(PhotoError, match=r"says 100 × 200 pixels, 0.1 megapixels; at most 0.019 are read"):
        decode(data, "x", megapixels=0.019)


def test_pillows_own_limits_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 150)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in ("JPEG", "PNG", "BMP", "GIF"):
            assert decode(saved(Image.new("RGB", (40, 30)), kind), "x").size == (30, 40)


def test_a_programming_error_is_not_taken_for_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise UnknownName("thing", "x", [])

    monkeypatch.setattr(module.colour, "to_srgb", broken)
    with pytest.raises(UnknownName):
        decode(SAMPLES["png"], "x")
    with pytest.raises((TypeError, AttributeError)):
        decode(None, "x")  # type: ignore[arg-type]


def test_read_gives_what_decode_gives(tmp_path: Path) -> None:
    file = tmp_path / "photo of a mug.bin"
    file.write_bytes(SAMPLES["jpeg"])
    photo = read(str(file))
    assert (photo.name, photo.digest) == (file.name, decode(SAMPLES["jpeg"], "x").digest)


def test_what_read_cannot_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    cases = {
        tmp_path / "missing.jpg": "does not exist",
        tmp_path: "is a folder",
        tmp_path / "pipe.jpg": "neither a file nor a folder",
        tmp_path / ("x" * 5000): "cannot be opened: File name too long",
        Path("a\0b.jpg"): "does not exist",
    }
    for path, says in cases.items():
        with pytest.raises(PhotoError) as caught:
            read(path)
        assert says in caught.value.sentence and str(path) in caught.value.sentence


def test_huge_files_are_not_read_to_their_end(tmp_path: Path) -> None:
    film, photo = tmp_path / "film.mkv", tmp_path / "long.jpg"
    for file, head in ((film, b"\x1aE\xdf\xa3"), (photo, SAMPLES["jpeg"])):
        file.write_bytes(head)
        os.truncate(file, 20 << 30)  # sparse
    begin = time.perf_counter()
    with pytest.raises(PhotoError, match="is a video"):
        read(film)
    with pytest.raises(PhotoError, match="is longer than 23 MiB"):
        read(photo, megapixels=1)
    assert time.perf_counter() - begin < 5


def test_many_threads_at_once() -> None:
    expected = {name: decode(data, name).digest for name, data in SAMPLES.items()}
    names = list(SAMPLES) * 12
    start = threading.Barrier(4)

    def work(part: int) -> list[Photo]:
        start.wait()
        return [decode(SAMPLES[name], name) for name in names[part::4]]

    filters = list(warnings.filters)
    with ThreadPoolExecutor(4) as pool:
        photos = [photo for part in pool.map(work, range(4)) for photo in part]
    assert len(photos) == len(names)
    assert all(photo.digest == expected[photo.name] for photo in photos)
    assert warnings.filters == filters

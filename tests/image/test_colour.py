from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from explorer.errors import PhotoError
from explorer.image import colour
from explorer.image.photo import decode

from .pictures import (
    GREY,
    GREY_ALPHA,
    RGB,
    RGB_ALPHA,
    chunk,
    grey_profile,
    png,
    random_pixels,
    saved,
    srgb_profile,
)

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12))


def samples(*channels: int, most: int = 255) -> st.SearchStrategy[np.ndarray]:
    kind = np.uint8 if most < 256 else np.uint16
    return SIZES.flatmap(lambda size: arrays(kind, (*size, *channels), elements=st.integers(0, most)))


def by_hand(colours: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Over white in exact arithmetic, halves up."""
    share = alpha[..., None].astype(np.float64) / 255
    return np.floor(colours * share + 255 * (1 - share) + 0.5 + 1e-9).astype(np.uint8)


def three(grey: np.ndarray) -> np.ndarray:
    return np.repeat(grey[..., None], 3, axis=2)


@given(samples(3))
def test_rgb_comes_back_as_it_was(pixels: np.ndarray) -> None:
    for kind, options in (("PNG", {}), ("BMP", {}), ("WEBP", {"lossless": True})):
        photo = decode(saved(Image.fromarray(pixels), kind, **options), "x")
        assert np.array_equal(photo.pixels, pixels)
        assert photo.notes == ()


@given(samples())
def test_grey_becomes_three_equal_planes(pixels: np.ndarray) -> None:
    photo = decode(saved(Image.fromarray(pixels), "PNG"), "x")
    assert np.array_equal(photo.pixels, three(pixels))


@given(samples(4))
def test_rgba_is_laid_on_white(pixels: np.ndarray) -> None:
    photo = decode(saved(Image.fromarray(pixels), "PNG"), "x")
    assert np.array_equal(photo.pixels, by_hand(pixels[..., :3], pixels[..., 3]))
    noted = "transparency flattened on white" in photo.notes
    assert noted == bool((pixels[..., 3] < 255).any())


@given(samples(2))
def test_grey_with_alpha_is_laid_on_white(pixels: np.ndarray) -> None:
    photo = decode(png(pixels, GREY_ALPHA, 8), "x")
    assert np.array_equal(photo.pixels, by_hand(three(pixels[..., 0]), pixels[..., 1]))


@given(samples(most=65535))
def test_16_bit_grey_is_scaled_by_the_formula_of_the_png_specification(values: np.ndarray) -> None:
    photo = decode(png(values, GREY, 16), "x")
    expected = np.floor(values * (255 / 65535) + 0.5).astype(np.uint8)
    assert np.array_equal(photo.pixels, three(expected))
    assert photo.notes == ("16 bits to 8",)


def test_all_levels_of_16_bit_grey() -> None:
    values = np.arange(65536, dtype=np.uint16)
    expected = [(v * 255 * 2 + 65535) // (2 * 65535) for v in range(65536)]
    assert colour.to_eight_bits(values).tolist() == expected


@given(samples(3, most=65535))
def test_16_bit_rgb_keeps_the_high_byte(values: np.ndarray) -> None:
    photo = decode(png(values, RGB, 16), "x")
    assert np.array_equal(photo.pixels, values >> 8)
    assert photo.notes == ("16 bits to 8",)


@given(samples(4, most=65535))
def test_16_bit_rgba_is_laid_on_white(values: np.ndarray) -> None:
    photo = decode(png(values, RGB_ALPHA, 16), "x")
    high = values >> 8
    assert np.array_equal(photo.pixels, by_hand(high[..., :3], high[..., 3]))


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_one_transparent_grey_in_every_depth(depth: int) -> None:
    values = np.arange(min(2**depth, 256))[None].astype(np.uint16) * (257 if depth == 16 else 1)
    key = int(values[0, 1])
    photo = decode(png(values, GREY, depth, before=chunk(b"tRNS", struct.pack(">H", key))), "x")
    spread = np.floor(values * (255 / (2**depth - 1)) + 0.5)
    expected = np.where(values == key, 255, spread).astype(np.uint8)
    assert np.array_equal(photo.pixels, three(expected))
    assert photo.notes[-1] == "transparency flattened on white"


def test_one_transparent_16_bit_colour_is_found_by_its_high_bytes() -> None:
    values = np.array([[[0x1234, 0x5678, 0x9ABC], [0x3400, 0x7800, 0xBC00]]], np.uint16)
    photo = decode(png(values, RGB, 16, before=chunk(b"tRNS", struct.pack(">HHH", *values[0, 0]))), "x")
    assert photo.pixels.tolist() == [[[255, 255, 255], [0x34, 0x78, 0xBC]]]


@given(samples(most=1))
def test_one_bit(values: np.ndarray) -> None:
    assert np.array_equal(decode(png(values, GREY, 1), "x").pixels, three(values * 255))


@given(samples(most=15), st.lists(st.tuples(*[st.integers(0, 255)] * 4), min_size=16, max_size=16))
def test_palettes_with_an_opacity_for_each_entry(values: np.ndarray, entries: list[tuple[int, ...]]) -> None:
    table = np.array(entries, np.uint8)
    picture = Image.new("P", values.shape[::-1])
    picture.putdata(values.ravel().tolist())
    picture.putpalette(table[:, :3].tobytes())
    plain = decode(saved(picture, "PNG"), "x")
    assert np.array_equal(plain.pixels, table[values][..., :3])
    clear = decode(saved(picture, "PNG", transparency=table[:, 3].tobytes()), "x")
    assert np.array_equal(clear.pixels, by_hand(table[values][..., :3], table[values][..., 3]))


def test_a_gif_with_a_transparent_entry() -> None:
    picture = Image.new("P", (2, 1))
    picture.putpalette([10, 20, 30, 200, 100, 50])
    picture.putdata([0, 1])
    photo = decode(saved(picture, "GIF", transparency=0), "x")
    assert photo.pixels.tolist() == [[[255, 255, 255], [200, 100, 50]]]


def test_hidden_backgrounds_stay_hidden() -> None:
    cut_out = np.zeros((20, 20, 4), np.uint8)
    cut_out[5:15, 5:15] = (10, 120, 200, 255)
    cut_out[:5, :, :3] = (255, 0, 0)  # a background that the shop made transparent
    pixels = decode(saved(Image.fromarray(cut_out), "WEBP", lossless=True, exact=True), "x").pixels
    assert (pixels[:5] == 255).all()
    assert (pixels[5:15, 5:15] == (10, 120, 200)).all()


def test_cmyk_is_turned_by_the_plain_formula_and_adobes_inversion_undone() -> None:
    inks = np.array([[[0, 0, 0, 0], [255, 0, 0, 0], [0, 255, 255, 0], [0, 0, 0, 255]]], np.uint8)
    picture = Image.fromarray(np.repeat(np.repeat(inks, 16, 0), 16, 1), "CMYK")
    photo = decode(saved(picture, "JPEG", quality=100, subsampling=0), "x")  # Pillow writes Adobe's way
    assert photo.notes == ("CMYK to sRGB",)
    seen = photo.pixels[8, 8::16].astype(int)
    assert np.abs(seen - [[255, 255, 255], [0, 255, 255], [255, 0, 0], [0, 0, 0]]).max() <= 3


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and blue exchanged."""
    return srgb_profile().replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_profile_is_applied(kind: str) -> None:
    picture = Image.new("RGB", (16, 16), (200, 40, 90))
    photo = decode(saved(picture, kind, icc_profile=swapped_profile()), "x")
    assert np.abs(photo.pixels.astype(int) - (90, 40, 200)).max() <= 6  # lossy formats move a little
    assert photo.notes[0].startswith("ICC profile “sRGB") and photo.notes[0].endswith("to sRGB")


def test_a_profile_is_applied_before_transparency_and_to_palettes() -> None:
    half = decode(saved(Image.new("RGBA", (4, 4), (255, 0, 0, 128)), "PNG", icc_profile=swapped_profile()), "x")
    assert np.abs(half.pixels.astype(int) - (127, 127, 255)).max() <= 1
    flat = Image.new("RGB", (4, 4), (255, 0, 0)).quantize(2)
    assert np.abs(decode(saved(flat, "PNG", icc_profile=swapped_profile()), "x").pixels - (0, 0, 255)).max() <= 1


def test_srgb_by_another_name_changes_no_bit() -> None:
    pixels = random_pixels(1, 40, 50, 3)
    photo = decode(saved(Image.fromarray(pixels), "PNG", icc_profile=srgb_profile()), "x")
    assert np.array_equal(photo.pixels, pixels)
    assert photo.notes == ()


def test_linear_grey_becomes_srgb_by_its_formula() -> None:
    levels = np.arange(256, dtype=np.uint8)[None]
    photo = decode(saved(Image.fromarray(levels), "PNG", icc_profile=grey_profile(1.0)), "x")
    light = levels / 255  # IEC 61966-2-1
    expected = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    assert np.abs(photo.pixels - three(expected)).max() <= 0.51
    assert photo.notes == ("ICC profile “hand-made grey” to sRGB",)


@pytest.mark.parametrize("profile", [b"profile", bytes(200), srgb_profile()[:150], b"\xff" * 4000])
def test_a_broken_profile_is_ignored_and_noted(profile: bytes) -> None:
    pixels = random_pixels(2, 9, 7, 3)
    photo = decode(saved(Image.fromarray(pixels), "PNG", icc_profile=profile), "x")
    assert np.array_equal(photo.pixels, pixels)
    assert photo.notes == ("broken ICC profile ignored",)


def test_a_profile_for_other_colours_is_ignored_and_noted() -> None:
    pixels = random_pixels(3, 9, 7, 3)
    photo = decode(saved(Image.fromarray(pixels), "PNG", icc_profile=grey_profile(2.2)), "x")
    assert np.array_equal(photo.pixels, pixels)
    assert photo.notes == ("ICC profile for GRAY ignored: the picture is RGB",)


@given(damage=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=20))
def test_damaged_profiles_never_stop_a_photo(damage: list[tuple[int, int]]) -> None:
    profile = bytearray(srgb_profile())
    for at, value in damage:
        profile[at % len(profile)] = value
    decode(saved(Image.new("RGB", (5, 4), "tan"), "PNG", icc_profile=bytes(profile)), "x")


def test_pictures_of_many_bands_have_no_seams() -> None:
    pixels = random_pixels(4, 1500, 1700, 4)
    photo = decode(saved(Image.fromarray(pixels), "PNG", compress_level=0), "x")
    assert np.array_equal(photo.pixels, by_hand(pixels[..., :3], pixels[..., 3]))


def test_a_colour_mode_that_no_photo_has_is_refused() -> None:
    with pytest.raises(PhotoError, match="keeps its colours as F"):
        colour.to_srgb(Image.fromarray(np.zeros((2, 2), np.float32)), 8, "x")


def test_formats_of_32_bit_pictures_are_refused_by_name() -> None:
    for values in (np.zeros((4, 4), np.int32), np.zeros((4, 4), np.float32)):
        stream = io.BytesIO()
        Image.fromarray(values).save(stream, "TIFF")
        with pytest.raises(PhotoError, match="is a TIFF"):
            decode(stream.getvalue(), "x.tif")

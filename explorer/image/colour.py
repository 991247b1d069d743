"""Any picture that Pillow decodes -> 8-bit sRGB without transparency, by rules instead of Pillow's defaults.

Pillow's own convert("RGB") turns 16-bit grey white and shows what transparency hides, both without a word.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from explorer.errors import PhotoError

Bytes = NDArray[np.uint8]
Conversion = Callable[[Image.Image], Bytes]

_BAND = 1 << 20  # pixels converted at a time: what is needed beside picture and result stays small
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_LEVELS = np.arange(256, dtype=np.uint8)


def to_srgb(image: Image.Image, depth: int, name: str) -> tuple[Bytes, tuple[str, ...]]:
    """The picture's pixels (H, W, 3) uint8 in sRGB, transparency laid on white, and notes on what was done.

    `image` is decoded; `depth` is the number of bits a sample has in the file, which Pillow forgets.
    PNG's gAMA is not applied. Raises PhotoError for a colour mode that is none of those that photos have.
    """
    base = _base_mode(image.mode, name)
    convert, notes = _conversion(image.info.get("icc_profile"), base)
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    transparent = False
    for top in range(0, height, rows := max(1, _BAND // width)):
        band = image.crop((0, top, width, min(top + rows, height)))
        colours, alpha = _split(band, depth)
        target = pixels[top : top + rows]
        target[:] = convert(colours)
        if alpha is not None and int(alpha.min()) < 255:
            transparent = True
            target[:] = on_white(target, alpha)
    if depth == 16:
        notes += ("16 bits to 8",)
    if base == "CMYK":
        notes += ("CMYK to sRGB",)
    if transparent:
        notes += ("transparency flattened on white",)
    return pixels, notes


def on_white(colours: Bytes, alpha: Bytes) -> Bytes:
    """Colours (h, w, 3) of opacity alpha (h, w) laid on white: round((c * a + 255 * (255 - a)) / 255).

    Porter and Duff 1984, "over", on the stored values, as browsers do.
    """
    share = alpha[:, :, None].astype(np.uint32)
    return ((colours * share + 255 * (255 - share) + 127) // 255).astype(np.uint8)


def to_eight_bits(values: NDArray[np.uint16]) -> Bytes:
    """round(v * 255 / 65535), the scaling that the PNG specification (13.12) asks for."""
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _base_mode(mode: str, name: str) -> str:
    """The mode without transparency and palette that a picture of `mode` is turned into first."""
    if mode in ("1", "L", "LA") or mode.startswith("I;16"):
        return "L"
    if mode in ("P", "PA", "RGB", "RGBA"):
        return "RGB"
    if mode == "CMYK":
        return "CMYK"
    raise PhotoError(
        f"“{name}” keeps its colours as {mode}; grey, RGB, palette and CMYK are read.",
        "Save it as RGB and open that.",
    )


def _split(band: Image.Image, depth: int) -> tuple[Image.Image, Bytes | None]:
    """Colours (mode L, RGB or CMYK) and alpha (h, w), None where the file has no transparency."""
    key = band.info.get("transparency")
    if band.mode.startswith("I;16"):
        values = np.asarray(band).astype(np.uint16)
        return Image.fromarray(to_eight_bits(values)), None if key is None else _unless(values == key)
    if band.mode in ("P", "PA"):
        return _opaque(band.convert("RGBA")) if band.has_transparency_data else (band.convert("RGB"), None)
    if band.mode in ("LA", "RGBA"):
        return _opaque(band)
    colours = band.convert("L") if band.mode == "1" else band
    if key is None or band.mode == "CMYK":
        return colours, None
    return colours, _unless(_equals(np.asarray(colours), key, depth))


def _opaque(band: Image.Image) -> tuple[Image.Image, Bytes]:
    return band.convert(band.mode.removesuffix("A")), np.asarray(band.getchannel("A"))


def _unless(hidden: NDArray[np.bool_]) -> Bytes:
    return np.where(hidden, 0, 255).astype(np.uint8)


def _equals(values: Bytes, key: int | tuple[int, int, int], depth: int) -> NDArray[np.bool_]:
    """Where 8-bit samples (h, w) or (h, w, 3) are the transparent colour `key`, given in the file's depth.

    Pillow scales the samples to 8 bits but not the key: 2- and 4-bit grey are spread, of 16 bits the high
    byte stays.
    """
    wanted = np.atleast_1d(np.asarray(key))
    if depth == 16:
        wanted = wanted >> 8
    elif depth in (2, 4):
        wanted = wanted * 255 // (2**depth - 1)
    return np.asarray((values.reshape(*values.shape[:2], -1) == wanted).all(axis=2))


def _conversion(profile: object, mode: str) -> tuple[Conversion, tuple[str, ...]]:
    """What turns pictures of `mode` into sRGB, by an ICC profile where there is one of use, and notes."""
    if not isinstance(profile, bytes) or not profile:
        return _plainly, ()
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if space != _SPACES[mode]:
            return _plainly, (f"ICC profile for {space} ignored: the picture is {_SPACES[mode]}",)
        title = (source.profile.profile_description or "without a name").strip()
        conversion = _grey_by(source) if mode == "L" else _colours_by(source, mode)
        if mode != "CMYK" and _changes_nothing(conversion, mode):
            return _plainly, ()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return _plainly, ("broken ICC profile ignored",)
    return conversion, (f"ICC profile “{title}” to sRGB",)


def _plainly(picture: Image.Image) -> Bytes:
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))


def _colours_by(source: ImageCms.ImageCmsProfile, mode: str) -> Conversion:
    target = ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(source, target, mode, "RGB", ImageCms.Intent.PERCEPTUAL)
    return lambda picture: np.asarray(ImageCms.applyTransform(picture, transform))


def _grey_by(source: ImageCms.ImageCmsProfile) -> Conversion:
    """By a table of all 256 levels: lcms's own short cut for grey is 10 levels off in the shadows."""
    target, exactly = ImageCms.createProfile("sRGB"), ImageCms.Flags.NOOPTIMIZE
    transform = ImageCms.buildTransform(source, target, "L", "RGB", ImageCms.Intent.PERCEPTUAL, exactly)
    table = np.asarray(ImageCms.applyTransform(Image.fromarray(_LEVELS[None]), transform))[0]
    return lambda picture: table[np.asarray(picture)]


def _changes_nothing(conversion: Conversion, mode: str) -> bool:
    """Whether a conversion moves no colour by more than one level: its profile is sRGB by another name."""
    if mode == "L":
        probe = Image.fromarray(_LEVELS[None])
    else:
        few = np.linspace(0, 255, 9).round().astype(np.uint8)
        probe = Image.fromarray(np.stack(np.meshgrid(few, few, few), axis=-1).reshape(27, 27, 3))
    return bool(np.abs(conversion(probe).astype(int) - _plainly(probe)).max() <= 1)

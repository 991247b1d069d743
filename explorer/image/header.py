"""What a file is and how large it says its picture is, read from its bytes before any pixel is touched."""

from __future__ import annotations

import codecs
import math
from typing import Literal

from explorer.errors import PhotoError

Kind = Literal["JPEG", "PNG", "WebP", "GIF", "BMP", "HEIC"]

READ = "JPEG, PNG, WebP, GIF, BMP and HEIC"

# The longest side that a JPEG can state. Longer ones are no photos, and Pillow keeps a table of rows.
LONGEST_SIDE = 65_535

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
)
# What people mistake for a photo, by its first bytes.
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"II*\0", "a TIFF or a camera’s raw picture"),
    (b"MM\0*", "a TIFF or a camera’s raw picture"),
    (b"II+\0", "a TIFF picture"),
    (b"MM\0+", "a TIFF picture"),
    (b"8BPS", "a Photoshop document"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\0\0\1\0", "an icon"),
    (b"PK\3\4", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x89PNG", "a PNG whose line ends were changed on its way, which spoils it"),
)
_NETPBM = (b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"P7", b"Pf", b"PF")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")


def identify(data: bytes, name: str) -> Kind:
    """The kind of picture that `data` (a file, or its first 4,096 bytes) is by its first bytes.

    The name's ending counts for nothing. Raises PhotoError that says what it is, when it is none of those.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS and b"avif" not in data[8:64]:
        return "HEIC"
    raise PhotoError(f"“{name}” {_what_else(data[:4096])}.", f"Choose a photo: {READ} are read.")


def _what_else(head: bytes) -> str:
    """What a file that is no photo is, as the rest of a sentence."""
    if not head:
        return "is empty: it holds no bytes at all"
    if not head.strip(b"\0"):
        return "holds nothing but zeros, as a copy that was never finished does"
    for signature, what in _OTHERS:
        if head.startswith(signature):
            return f"is {what}, not a photo that can be read"
    if head[:2] in _NETPBM and head[2:3].isspace():
        return "is a Netpbm picture (PGM, PPM), not a photo that can be read"
    if head[4:8] == b"ftyp":
        what = "an AVIF picture" if b"avif" in head[8:64] else "a video, or a picture of a kind unknown here"
        return f"is {what}, not a photo that can be read"
    if not _is_text(head):
        return f"is not a photo: its first bytes belong to none of {READ}"
    lower = head.lower()
    if b"<svg" in lower:
        return "is an SVG drawing, not a photo"
    if b"<html" in lower or b"<!doctype html" in lower:
        return "is a web page, not a photo"
    return "is text, not a photo"


def _is_text(head: bytes) -> bool:
    """Whether `head` is UTF-8 without control characters; a character may be cut at its end."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)


def check_size(height: int, width: int, name: str, megapixels: float) -> None:
    """Raise PhotoError unless height × width pixels are a picture of at most `megapixels` million pixels."""
    says = f"“{name}” says {height:,} × {width:,} pixels"
    if height < 1 or width < 1:
        raise PhotoError(f"{says}: it holds no picture.", "Take another copy of the photo.")
    if not height * width <= megapixels * 1e6:
        raise PhotoError(
            f"{says}, {_megapixels(height * width)} megapixels; at most {megapixels:,g} are read.",
            "Save it smaller and open that.",
        )
    if max(height, width) > LONGEST_SIDE:
        raise PhotoError(
            f"{says}; at most {LONGEST_SIDE:,} are read along one side.",
            "Cut a piece out of it and open that.",
        )


def _megapixels(pixels: int) -> str:
    """Millions of pixels for people; rounded up, so that it never reads as the limit it is above."""
    millions = pixels / 1e6
    return f"{millions:,.0f}" if millions >= 1000 else f"{math.ceil(millions * 10) / 10:g}"


def stated_size(data: bytes, kind: Kind) -> tuple[int, int] | None:
    """(height, width) in pixels, as stored, that the file's header states; None where it cannot be found.

    HEIC keeps it in nested boxes that only its own reader understands: None.
    """
    match kind:
        case "PNG" if data[12:16] == b"IHDR" and len(data) >= 24:
            return _big(data, 20, 4), _big(data, 16, 4)
        case "JPEG":
            return _jpeg_size(data)
        case "WebP":
            return _webp_size(data)
        case "GIF":
            return _gif_size(data)
        case "BMP" if len(data) >= 26:
            return _bmp_size(data)
    return None


def _big(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "big")


def _little(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "little")


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the first frame header (SOF), walking the segments (ITU-T T.81, annex B)."""
    at = data.find(b"\xff", 2)
    while 0 < at <= len(data) - 9:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(data, at + 5, 2), _big(data, at + 7, 2)
        if marker == 0xDA:  # the scan begins, and no frame header came before it
            return None
        # 0xFF fills, 0x00 and 0x01 and the restart markers stand alone; all others carry their length.
        alone = marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2 if alone else 2 + max(2, _big(data, at + 2, 2))
        at = data.find(b"\xff", at)
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """From the first chunk: VP8X (a canvas), VP8L (lossless) or VP8 (RFC 9649)."""
    chunk = data[12:16]
    if chunk == b"VP8X" and len(data) >= 30:
        return _little(data, 27, 3) + 1, _little(data, 24, 3) + 1
    if chunk == b"VP8L" and len(data) >= 25:
        bits = _little(data, 21, 4)
        return (bits >> 14 & 0x3FFF) + 1, (bits & 0x3FFF) + 1
    if chunk == b"VP8 " and len(data) >= 30:
        return _little(data, 28, 2) & 0x3FFF, _little(data, 26, 2) & 0x3FFF
    return None


def _gif_size(data: bytes) -> tuple[int, int] | None:
    """The screen, enlarged where the first frame reaches beyond it, as Pillow does (GIF89a, 18 to 20)."""
    if len(data) < 13:
        return None
    width, height, flags = _little(data, 6, 2), _little(data, 8, 2), data[10]
    at = 13 + ((6 << (flags & 7)) if flags & 0x80 else 0)
    while at + 9 < len(data) and data[at] != 0x3B:
        if data[at] == 0x2C:  # the first frame
            right, bottom = (_little(data, at + k, 2) + _little(data, at + k + 4, 2) for k in (1, 3))
            return max(height, bottom), max(width, right)
        if data[at] == 0x21:  # an extension: its label, then blocks up to an empty one
            at += 2
            while at < len(data) and data[at]:
                at += 1 + data[at]
        at += 1
    return height, width


def _bmp_size(data: bytes) -> tuple[int, int]:
    """From the bitmap header; a negative height means that rows run from the top."""
    if _little(data, 14, 4) == 12:
        return _little(data, 20, 2), _little(data, 18, 2)
    height = int.from_bytes(data[22:26], "little", signed=True)
    return abs(height), _little(data, 18, 4)


def ends_early(data: bytes, kind: Kind) -> bool:
    """Whether the file stops before its own end mark, or before the length that its header states."""
    match kind:
        case "JPEG":
            return not data.rstrip(b"\0\r\n").endswith(b"\xff\xd9")
        case "PNG":
            return b"IEND" not in data[-64:]
        case "GIF":
            return not data.rstrip(b"\0").endswith(b";")
        case "WebP":
            return _little(data, 4, 4) + 8 > len(data)
        case "BMP":
            return _little(data, 2, 4) > len(data)
        case "HEIC":
            return _heic_ends_early(data)


def _heic_ends_early(data: bytes) -> bool:
    """Whether the outermost boxes do not end where the file does (ISO 14496-12, 4.2)."""
    at = 0
    while at + 8 <= len(data):
        length = _big(data, at, 4)
        if length == 1:
            length = _big(data, at + 8, 8)
        if length < 8:  # 0 means: up to the end of the file
            return False
        at += length
    return at != len(data)

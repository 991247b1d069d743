"""HEIC photos, as phones write them, decoded by pi-heif in a process of its own.

Its decoder, libheif, crashes on some damaged files (1 of 1,000 that were changed at random). In a process of
its own that is a photo refused; in the server's it would be the end for all visitors.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from explorer.errors import PhotoError
from explorer.image import header

_SCRIPT = Path(__file__).with_name("heic_process.py")
_SECONDS = 60


def decode(data: bytes, name: str, megapixels: float) -> Image.Image:
    """The main picture of a HEIC file, upright, with "icc_profile" and "original_orientation" in its `info`.

    Raises PhotoError where pi-heif is not installed or the picture is too large, OSError where it is damaged.
    """
    if importlib.util.find_spec("pi_heif") is None:
        raise PhotoError(
            f"“{name}” is a HEIC photo, and pi-heif, the package that reads those, is not installed.",
            "Install it with pip install pi-heif, or save the photo as JPEG and open that.",
        )
    limits = [str(int(megapixels * 1e6)), str(header.LONGEST_SIDE)]
    try:
        done = subprocess.run(
            [sys.executable, "-P", _SCRIPT, *limits], input=data, capture_output=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise OSError(f"not decoded within {_SECONDS} seconds") from error
    if done.returncode != 0:
        raise OSError(f"libheif ended with {done.returncode}: {done.stderr.decode(errors='replace')[-200:]}")
    line, _, rest = done.stdout.partition(b"\n")
    answer = json.loads(line)
    width, height = answer["size"]
    header.check_size(height, width, name, megapixels)
    image = Image.frombytes(answer["mode"], (width, height), memoryview(rest)[answer["profile"] :])
    image.info = {
        "icc_profile": rest[: answer["profile"]],
        "original_orientation": answer["orientation"],
    }
    return image

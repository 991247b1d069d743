"""How much memory decoding takes, each time measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from .pictures import exif

ROOT = Path(__file__).resolve().parents[2]

MEASURE = """
import sys
from explorer.errors import PhotoError
from explorer.image.photo import decode

def peak():
    if sys.platform == "linux":  # getrusage's figure is inherited from the parent process there
        return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) * 1024
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

data = open(sys.argv[1], "rb").read()
before = peak()
try:
    decode(data, "x")
    print("decoded", peak() - before)
except PhotoError:
    print("refused", peak() - before)
"""


def measured(file: Path) -> tuple[str, float]:
    """How decoding went and by how many MB it raised the peak memory of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stderr == ""
    outcome, peak = done.stdout.split()
    return outcome, int(peak) / 1e6


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {"progressive": True, "subsampling": 0}),
        ("PNG", "RGBA", {"compress_level": 1}),
        ("WEBP", "RGBA", {"method": 0}),
        ("GIF", "L", {}),
    ],
)
def test_memory_of_the_largest_photos(kind: str, mode: str, options: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "large"
    Image.new(mode, (8000, 5000), (128,) * len(mode) if len(mode) > 1 else 128).save(
        file, kind, exif=exif(6), **options
    )
    outcome, peak = measured(file)
    assert outcome == "decoded"
    assert 100 < peak < 700


def test_memory_of_bombs(shared: Path) -> None:
    bombs = sorted((shared / "data" / "odd-photos" / "bombs").iterdir())
    peaks = {bomb.name: measured(bomb) for bomb in bombs}
    assert len(peaks) == 8
    assert all(outcome == "refused" and peak < 150 for outcome, peak in peaks.values()), peaks

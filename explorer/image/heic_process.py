"""Decodes one HEIC photo and ends: the other side of heic.py, run as a script in a process of its own.

Standard input: the file. Arguments: the most pixels, the longest side. Standard output: one line of JSON,
then the ICC profile and the pixels where the picture was decoded.
"""

from __future__ import annotations

import io
import json
import sys

from pi_heif import HeifImageFile  # type: ignore[import-untyped]


def main(most_pixels: int, longest_side: int) -> None:
    """Write {"size": [width, height]}; with "mode", "orientation", "profile" (its length) where decoded."""
    if sys.platform == "linux":
        import resource

        # A stream may hold a far larger picture than its header states, and the decoder believes the stream.
        memory = (1 << 30) + 32 * most_pixels
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    image = HeifImageFile(io.BytesIO(sys.stdin.buffer.read()))
    width, height = image.size
    answer: dict[str, object] = {"size": image.size}
    profile, pixels = b"", b""
    if width * height <= most_pixels and max(width, height) <= longest_side:
        image.load()
        profile, pixels = image.info.get("icc_profile") or b"", image.tobytes()
        orientation = image.info.get("original_orientation")
        answer = {
            "size": image.size,
            "mode": image.mode,
            "orientation": orientation,
            "profile": len(profile),
        }
    for part in (json.dumps(answer).encode() + b"\n", profile, pixels):
        sys.stdout.buffer.write(part)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

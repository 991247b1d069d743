"""What a body makes of each photo, pooled: computed once, all that a head on a frozen body ever sees of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from explorer.catalogue.run_folder import write_whole
from explorer.catalogue.sources import Photos
from explorer.network.capture import device_of, memory_sentence
from explorer.network.learner import HEAD

AT_ONCE = 16
"""Photos that go through the body together."""


def pooled(learner: nn.Sequential, photos: Photos, told: Callable[[int], None] = lambda _done: None) -> Tensor:
    """The concat-pooled vectors of all photos, (N, 2C) float32 on the CPU: the largest of each map, then the averages.

    The body is in evaluation and in full float32. `told` gets how many photos are done; what it raises ends the work.
    Raises PhotoError for a photo that has gone since the catalogue was read, and DeviceError.
    """
    learner.eval()
    body, pool = learner[:-1], learner.get_submodule(f"{HEAD}.pool")
    places = [range(start, min(start + AT_ONCE, len(photos))) for start in range(0, len(photos), AT_ONCE)]
    found: list[Tensor] = []
    for some, batch in zip(places, photos.batches(places, None), strict=True):
        with torch.inference_mode(), memory_sentence():
            found.append(pool(body(batch.to(device_of(learner)))).flatten(1).cpu())
        told(some.stop)
    return torch.cat(found)


def kept(path: Path, key: str, make: Callable[[], Tensor]) -> Tensor:
    """The vectors in the file at `path` where it has this `key`, else those that `make` makes, kept there."""
    if (found := _read(path, key)) is not None:
        return found
    made = make()
    write_whole(path, safetensors.torch.save({"pooled": made}, metadata={"key": key}))
    return made


def _read(path: Path, key: str) -> Tensor | None:
    try:
        with safetensors.safe_open(path, "pt") as file:
            same = (file.metadata() or {}).get("key") == key
            return file.get_tensor("pooled") if same else None
    except (OSError, safetensors.SafetensorError):
        return None

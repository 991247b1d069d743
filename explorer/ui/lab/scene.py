"""What the Lab page shows of the photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.image.photo import Photo
from explorer.lab.chain import run
from explorer.lab.convolution import Maps, convolve
from explorer.lab.values import pixels_of, values_of
from explorer.ui.components.photo_steps import preview
from explorer.ui.lab.view import LETTERS, LabView
from explorer.ui.workspace import Workspace


@dataclass(frozen=True, eq=False)
class LabScene:
    """The lab, the photo and its `pixels` (H, W, 3) uint8 that the kernels see, at most 1,024 a side."""

    lab: LabView
    photo: Photo
    pixels: NDArray[np.uint8]

    def values(self) -> Maps:
        """(3, H, W) float32."""
        return values_of(self.pixels, self.lab.normalised)

    def results(self) -> dict[str, Maps]:
        """What each kernel makes of the photo, (H', W') float32 under "A", "B" and so on. Raises InputError."""
        values = self.values()
        return {
            letter: convolve(values, [kernel], self.lab.setting)[0]
            for letter, kernel in zip(LETTERS, self.lab.kernels, strict=False)
        }

    def stages(self) -> dict[str, Maps]:
        """What each stage of the chain makes, (C, H', W') float32 under "stage_1" and so on. Raises InputError."""
        made = run(self.values(), self.lab.stages())
        return {f"stage_{number}": maps for number, maps in enumerate(made, 1)}


def lab_scene(place: Workspace) -> LabScene:
    """What the Lab page shows."""
    lab, photo = place.view.lab, place.photo
    return LabScene(lab, photo, preview(pixels_of(photo, lab.size or None)))

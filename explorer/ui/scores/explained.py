"""Why a class scores what it does, in one: the sum, and where on the photo it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.explain.class_map import ClassMap, refusal, shares_of
from explorer.explain.grad_cam import grad_cam
from explorer.explain.head import head_of
from explorer.explain.scores import Contributions, contributions
from explorer.network.capture import Capture


@dataclass(frozen=True, eq=False)
class Explained:
    """The sum that makes the score of a class, and where it comes from.

    `shares` is None where `explorer.explain.class_map.refusal` says why; then `approximation` is Grad-CAM, (H, W)
    float32, or None for a network without one layer of last maps.
    """

    found: Contributions
    shares: ClassMap | None
    approximation: NDArray[np.float32] | None

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self.found.terms.nbytes + (self.shares.shares.nbytes if self.shares is not None else 0)


def explain(capture: Capture, chosen: int, against: int | None) -> Explained:
    """Why the class `chosen` scores what it does, or what it leads the class `against` by."""
    exact = not refusal(capture.network)
    found = contributions(capture, chosen, against)
    return Explained(
        found,
        shares_of(capture, found) if exact else None,
        None if exact or not head_of(capture.network).maps else grad_cam(capture, chosen, against),
    )

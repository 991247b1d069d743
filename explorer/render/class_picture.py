"""Each cell's share of a score, laid over the photo."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from explorer.render.scale import colours, scale_of

# How much of the photo is left beneath, in grey: enough to be known, too little to hide a colour.
_PHOTO = 0.5


def class_picture(photo: npt.NDArray[np.uint8], shares: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """(H, W, 3) uint8: `photo` (H, W, 3), pale and grey, as if printed on `shares` (h, w), whose cells cover it evenly.

    Orange is above zero, blue below; the largest |share| has the strongest colour, and zero leaves the photo as it is.
    """
    height, width = photo.shape[:2]
    limit = scale_of(shares).limit
    fractions = np.nan_to_num(shares / limit) if limit else np.zeros_like(shares)
    rows, columns = (np.arange(side) * part // side for side, part in zip((height, width), shares.shape, strict=True))
    pale = 1 - _PHOTO + _PHOTO * np.asarray(Image.fromarray(photo).convert("L"))[..., None] / 255
    picture: npt.NDArray[np.uint8] = np.rint(pale * colours(fractions, "light")[rows[:, None], columns]).astype(
        np.uint8
    )
    return picture

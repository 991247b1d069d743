"""Where a score comes from: the share of each cell over the photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.render.scale import colour_table
from explorer.render.shrink import within
from explorer.ui.components.component import load
from explorer.ui.components.wire import pack
from explorer.ui.scores import words
from explorer.ui.scores.scene import ScoreScene

# The map is drawn at half of this side, so that the photo stays sharp on dense screens.
_SIDE = 528


def class_map(scene: ScoreScene, *, key: str, limit: float | None = None, follows: bool = True) -> None:
    """Shows the exact shares, or Grad-CAM with the reason why there are none; nothing where there is neither.

    `limit` takes the strongest colour; None: the largest |share|. `follows` says whether it is of the photo whose
    faders stand on the mixing desk, and so changes with what the desk announces.
    """
    if (data := payload(scene, limit, follows)) is not None:
        load(Path(__file__).parent, "class_map")(key=key, data=data)


def payload(scene: ScoreScene, limit: float | None = None, follows: bool = True) -> bytes | None:
    """The message to the browser: the shares as float32, and the photo as the network saw it."""
    if (shares := scene.cells) is None:
        return None
    return pack(
        {
            "title": words.map_title(scene),
            "refusal": scene.refusal,
            "sentence": words.map_sentence(scene),
            "limit": scene.limit if limit is None else limit,
            "asked": scene.asked if follows else None,
        },
        shares=shares.astype(np.float32),
        photo=within(scene.seen, _SIDE),
        light=colour_table("light"),
        dark=colour_table("dark"),
    )

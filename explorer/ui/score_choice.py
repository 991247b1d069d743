"""Below the classes: the ways into the arithmetic of the chosen one."""

from __future__ import annotations

from explorer.explain.receipt import PROBABILITY, Place
from explorer.ui.pressed import pressed
from explorer.ui.scenes import ScoreScene
from explorer.ui.sentences import plain


def number_to_open(scene: ScoreScene, chosen: int) -> Place | None:
    """Offer the receipts of the chosen class; the number whose receipt was asked for just now."""
    label = plain(scene.labels[chosen])
    for layer, what in ((scene.layer, "score"), (PROBABILITY, "probability")):
        if pressed(f"Receipt of the {what} of {label}", key=f"scores:{what}", icon=":material/receipt_long:"):
            return Place(layer, chosen, (0, 0))
    return None

"""The words of the Scores page."""

from __future__ import annotations

import numpy as np

from explorer.explain.account import counted
from explorer.explain.head import Head
from explorer.network.capture import UNCHANGING
from explorer.render.numbers import count, number
from explorer.ui.scores.scene import ScoreScene
from explorer.ui.sentences import plain

_THEN = "The sum is the logit; softmax turns logits into probabilities."


def finding(scene: ScoreScene) -> str:
    """The title: the score of the chosen class and who comes next, or its lead over the other."""
    name = plain(scene.labels[scene.chosen])
    first = name[:1].upper() + name[1:]
    if not scene.trained:
        return f"Untrained, the network names {plain(scene.labels[scene.order[0]])} by chance."
    if scene.faders:
        return _mixed_finding(scene, name)
    if scene.against is not None:
        other, lead = plain(scene.labels[scene.against]), scene.fall.total.lstrip("−")
        if scene.fall.value >= 0:
            leads = "leads" if scene.against == scene.rivals[0] else f"leads {other}"
            return f"{first} {leads} by {lead}."
        return f"{first} trails {other} by {lead}."
    title = f"{first} scores {number(float(scene.logits[scene.chosen]))}"
    if not scene.rivals:
        return f"{title}."
    rival = scene.rivals[0]
    follows = "follows" if scene.order[0] == scene.chosen else "leads"
    return f"{title}; {plain(scene.labels[rival])} {follows} with {number(float(scene.logits[rival]))}."


def _mixed_finding(scene: ScoreScene, name: str) -> str:
    """What the faders do to the score of the chosen class, or to its lead, and who leads now."""
    what = _faders(scene)
    if scene.against is not None:
        other, both = plain(scene.labels[scene.against]), [scene.chosen, scene.against]
        before = float(np.subtract(*scene.logits_before[both].astype(np.float64)))
        return f"With {what}, the lead of {name} over {other} is {scene.fall.total} instead of {number(before)}."
    now, then = (number(float(logits[scene.chosen])) for logits in (scene.logits, scene.logits_before))
    leader = scene.order[0]
    still = "still " if leader == int(scene.logits_before.argmax()) else ""
    who = "it" if leader == scene.chosen else plain(scene.labels[leader])
    return f"With {what}, {name} scores {now} instead of {then}; {who} {still}leads."


def _faders(scene: ScoreScene) -> str:
    """ "10 channels muted", "1 fader moved"."""
    muted = all(fader.gain == 0 for fader in scene.faders)
    what = "channel" if muted else "fader"
    return f"{counted(len(scene.faders), what)} {'muted' if muted else 'moved'}"


def reason(scene: ScoreScene) -> str:
    """How the last maps become the score."""
    if not scene.trained:
        return "Maps are computed, class scores mean nothing: these weights are random. The arithmetic is the same."
    if scene.found.head.kind == "hidden":
        return f"{_way(scene.found.head, scene)} {_THEN}"
    folded = " The hidden layers are straight lines for this photo, folded into the weights." if _folds(scene) else ""
    return f"The network {_way(scene.found.head, scene)}, and adds up.{folded} {_THEN}"


def _folds(scene: ScoreScene) -> bool:
    """Whether more than one layer that changes numbers stands between the numbers of the sum and the logits."""
    head, nodes = scene.found.head, scene.capture.network.nodes
    last = max((at for at, node in enumerate(nodes) if node.name in head.entries), default=-1)
    changing = [node for node in nodes[last + 1 :] if node.kind not in (*UNCHANGING, "Concatenate", "Permute")]
    return head.kind != "class maps" and len(changing) > 1


def _way(head: Head, scene: ScoreScene) -> str:
    if head.kind == "hidden":
        kind = scene.capture.network.node(head.curved).kind
        return f"After the averages stands {kind}, which is no sum; what it puts out is multiplied and added up."
    if head.kind == "cells":
        return "multiplies each cell of its last maps by a weight of its own per class"
    if head.kind == "class maps":
        return (
            "averages each of its last maps, over the cells where the map of the class is above zero, multiplies by one"
            " weight per class"
        )
    if len(head.entries) > 1:
        return "takes the largest and the average of each of its last maps, multiplies both by a weight per class"
    return "averages each of its last maps to one number, multiplies it by one weight per class"


def numbers_title(scene: ScoreScene) -> str:
    """What stands above the strip: how many numbers there are, and what they are."""
    head, terms = scene.found.head, count(len(scene.found.terms))
    if head.kind == "hidden":
        return f"{terms} numbers, what {scene.capture.network.node(head.curved).kind} puts out"
    if head.kind == "cells":
        return f"{terms} cells, all that the last maps have"
    if len(head.entries) > 1:
        return f"{terms} numbers, the largest and the average of each map of the last layer"
    return f"{terms} averages, one for each map of the last layer"


def input_word(scene: ScoreScene) -> str:
    """What a term's number is called in the heading of its column."""
    head = scene.found.head
    if head.kind in ("hidden", "cells"):
        return "value" if head.kind == "hidden" else "cell"
    return "average" if len(head.entries) == 1 else "number"


def map_title(scene: ScoreScene) -> str:
    """What stands above the class map."""
    what = scene.fall.total if scene.against is None else f"lead of {scene.fall.total}"
    if scene.shares is None:
        return "Where the score seems to come from"
    return f"Where the {what} {'come' if scene.against is None else 'comes'} from"


def map_sentence(scene: ScoreScene) -> str:
    """What the cells of the class map come to."""
    if scene.shares is None:
        return "Grad-CAM, an approximation: its cells add up to nothing."
    cells = scene.shares.shares.size
    shares = f"All {count(cells)} shares" if cells > 1 else "The one share"
    bias = next((row.product.lstrip("+") for row in scene.fall.rows if row.kind == "bias"), "")
    with_bias = f" and the bias, {bias}," if bias else ""
    return f"{shares}{with_bias} add up to {scene.fall.total}: exact, nothing is estimated."


def photo_heading(scene: ScoreScene, name: str) -> str:
    """What stands above one of two photos: its name, and what the class scores there."""
    label = plain(scene.labels[scene.chosen])
    if scene.against is not None:
        label = f"{label} less {plain(scene.labels[scene.against])}"
    return f"**{plain(name)}** · {label} {scene.fall.total}"

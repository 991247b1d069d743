"""The words about what a trained network says of its catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.catalogue.results import Predictions
from explorer.render.numbers import count, fixed, number, probability
from explorer.ui.catalogue.training_words import named

__all__ = ["COSINE", "COSTS", "NOTHING", "finding", "mixed_up", "named", "nearest", "said"]

NOTHING = "No training on this catalogue has come to its end yet. Begin one in the tab Train."
COSINE = "The cosine of the angle between two photos’ pooled vectors: 1 where the network sees the same in both."
COSTS = "Every photo of the catalogue goes through the network once for this."


def finding(found: Predictions) -> str:
    """How many of the photos held out are told right."""
    wrong = len(found.places) - found.right
    held = count(len(found.places))
    rest = "none is told wrong" if not wrong else f"{count(wrong)} {'is' if wrong == 1 else 'are'} not"
    return f"{probability(found.accuracy)} of the {held} photos held out are told right; {rest}."


def said(found: Predictions, at: int) -> str:
    """What the network says of photo number `at`: "said to be 007, 81.2 % · loss 3.1"."""
    predicted, target = int(found.predicted[at]), int(found.targets[at])
    chance = probability(float(found.probabilities[at, predicted]))
    loss = f"loss {number(float(found.losses[at]), 3)}"
    if predicted == target:
        return f"right, {chance} · {loss}"
    return f"said to be {found.classes[predicted]}, {chance} · {loss}"


def mixed_up(found: Predictions) -> str:
    """Which products are mixed up most often."""
    pairs = found.most_confused()
    if not pairs:
        return "No product is taken for another one."
    shown, taken, often = pairs[0]
    times = "once" if often == 1 else f"{count(often)} times"
    more = f"; {count(len(pairs))} pairs are mixed up in all." if len(pairs) > 1 else "."
    return f"{found.classes[shown]} is taken for {found.classes[taken]} {times}{more}"


def nearest(products: Sequence[tuple[str, float]]) -> str:
    """The products most like a photo, with their mean cosines."""
    return "Most like " + ", ".join(f"{label} ({fixed(cosine, 3)})" for label, cosine in products) + "."

"""The words of the Catalogue page: titles, sentences, and what happened to a photo."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.catalogue.augment import Draw
from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.split import Split
from explorer.render.numbers import count, number, size

NONE_YET = "No catalogue is open yet."
LAYOUT = (
    "A catalogue is a folder with one folder a product, named by its id, and the product’s photos inside, packed as a"
    " .zip. Open one to train a network on your own products."
)


TRANSFORMS = (
    "As fastai 1 does for the post: flipped half of the time; warped, turned by up to 10°, zoomed by up to 1.2, made"
    " brighter or darker, given more or less contrast, each three times out of four. What comes in over the edges is"
    " the photo’s reflection."
)
PLAIN = "As photos are shown to a network that is asked, not trained: the middle square of each."
PRINTED = (
    "Values lie between 0 and 1, as in the post: fastai takes the normalising back before it prints. The network is"
    " shown them less ImageNet’s mean colour, divided by its spread. The second tensor holds the classes."
)
NO_GROUPS = (
    "Single photos are held out. Names such as kitchen_1.jpg and kitchen_2.jpg would make groups, which can be held"
    " out whole."
)


def finding(catalogue: Catalogue, chosen: Split) -> str:
    """The title: "44 products, 420 photos, 336 to learn from."."""
    return (
        f"{count(len(catalogue.classes))} products, {count(len(catalogue.entries))} photos,"
        f" {count(len(chosen.learn))} to learn from."
    )


def reason(chosen: Split) -> str:
    """What the figures on the photos that are held out say, and what they do not."""
    held = f"{count(len(chosen.held))} photos are held out to see what was learnt. "
    return held + (chosen.warning or "Whole groups of files are held out, so no scene is in both parts.")


def sizes(catalogue: Catalogue) -> str:
    """How large the photos are, and how many a product has."""
    by_area = sorted((entry.size for entry in catalogue.entries), key=lambda each: each[0] * each[1])
    counts = sorted(catalogue.counts.values())
    spread = size(*by_area[0]) + (f" to {size(*by_area[-1])}" if by_area[0] != by_area[-1] else "")
    each = count(counts[0]) if counts[0] == counts[-1] else f"{count(counts[0])} to {count(counts[-1])}"
    return f"Photos of {spread} px, {each} of each product."


def left_out(catalogue: Catalogue) -> str:
    """How many files are no photos that can be learnt from."""
    faults = len(catalogue.faults)
    if not faults:
        return "Every file is a photo that can be read."
    return "1 file is left out." if faults == 1 else f"{count(faults)} files are left out."


def unlearnt(labels: Sequence[str]) -> str:
    """A sentence about products of which every photo is held out; "" where there is none."""
    if not labels:
        return ""
    named = ", ".join(labels[:5]) + (f" and {count(len(labels) - 5)} more" if len(labels) > 5 else "")
    return f"All photos of {named} are held out: a network cannot learn what it has never seen. Choose another seed."


def happened(drawn: Draw) -> str:
    """What was drawn for a photo: "flipped · turned −3.2° · zoom 1.12 · darker"."""
    parts = [
        "flipped" if drawn.flip else "",
        "warped" if any(drawn.warp) else "",
        f"turned {number(drawn.degrees, 2)}°" if drawn.degrees else "",
        f"zoom {number(drawn.zoom, 3)}" if drawn.zoom != Draw.zoom else "",
        "brighter" if drawn.brightness > Draw.brightness else "darker" if drawn.brightness < Draw.brightness else "",
        f"contrast {number(drawn.contrast, 3)}" if drawn.contrast != Draw.contrast else "",
    ]
    return " · ".join(part for part in parts if part) or "only cut out"


def batch_finding(shape: tuple[int, ...]) -> str:
    """How many numbers the batch of `shape` (N, 3, S, S) is."""
    photos, _, height, width = shape
    numbers = count(3 * photos * height * width)
    return f"{count(photos)} photos of 3 × {size(height, width)}: {numbers} numbers between 0 and 1."

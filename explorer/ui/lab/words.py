"""The words of the Lab page."""

from __future__ import annotations

from explorer.render.numbers import count, number
from explorer.ui.lab.graft_scene import GraftScene
from explorer.ui.lab.view import LabView
from explorer.ui.sentences import plain

_WORDS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def finding(lab: LabView) -> str:
    """The title: how many numbers make a kernel."""
    several = sorted({kernel.numbers for kernel in lab.kernels})
    if several == [1]:
        return "One number decides what a kernel sees."
    told = _spelt(several[0]) if len(several) == 1 else f"{_spelt(several[0])} to {count(several[-1])}"
    return f"{told} numbers decide what a kernel sees."


def reason(lab: LabView) -> str:
    """What to do here."""
    if lab.tab == "chain":
        return "A convolution, a ReLU, a pool, and again: each stage reads the maps of the one before."
    if lab.tab == "graft":
        return (
            "Put a kernel of your own into the network’s first convolution: maps and scores that follow are shown anew."
        )
    return (
        "Point anywhere: every kernel answers the same cells. Change a number and see. Orange is above zero, blue"
        " below; negative answers stay visible."
    )


def graft_finding(scene: GraftScene) -> str:
    """What the graft does to the leading class."""
    before, after = scene.leader
    label = plain(scene.labels[before])
    if scene.first is None:
        return f"Without a graft, {label} leads with {number(float(scene.before[before]))}."
    told = f"{number(float(scene.before[before]))} becomes {number(float(scene.after[before]))}"
    if before == after:
        return f"{label} still leads: {told}."
    return f"{plain(scene.labels[after])} takes the lead; of {label} {told}."


def _spelt(many: int) -> str:
    return _WORDS[many] if many < len(_WORDS) else count(many)
